ALTER TABLE "chat_group" ADD COLUMN "imported" jsonb;--> statement-breakpoint
ALTER TABLE "town" ADD COLUMN "imported_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "removed_on" date;--> statement-breakpoint
-- What stands there counts as brought by an org file, but for what is known to be done by hand: a group that /绑定 met first has its id for a name.
UPDATE "chat_group" SET "imported" = jsonb_build_object('unit', "unit_id", 'receives', to_jsonb("receives")) WHERE "name" <> "chatid";--> statement-breakpoint
UPDATE "town" SET "imported_settings" = coalesce((
  SELECT jsonb_object_agg(s.key, s.value) FROM jsonb_each("town"."settings") s
  WHERE NOT EXISTS (SELECT 1 FROM "setting_change" c WHERE c.town_id = "town"."id" AND c.name = s.key)
), '{}'::jsonb);
