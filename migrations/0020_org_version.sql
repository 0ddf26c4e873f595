CREATE TABLE "org_version" (
	"town_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
-- Every change of what a town is made of counts, whoever makes it: a trigger forgets no writer. The argument is the column of the town's id.
CREATE FUNCTION "count_org_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "org_version" ("town_id", "version")
  SELECT DISTINCT "id", 1 FROM unnest(ARRAY[
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) ->> TG_ARGV[0] END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) ->> TG_ARGV[0] END
  ]) AS "changed"("id") WHERE "id" IS NOT NULL
  ON CONFLICT ("town_id") DO UPDATE SET "version" = "org_version"."version" + 1;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "town_counts" AFTER INSERT OR UPDATE OR DELETE ON "town" FOR EACH ROW EXECUTE FUNCTION "count_org_change"('id');
--> statement-breakpoint
CREATE TRIGGER "unit_counts" AFTER INSERT OR UPDATE OR DELETE ON "unit" FOR EACH ROW EXECUTE FUNCTION "count_org_change"('town_id');
--> statement-breakpoint
-- From when somebody can be written to is noted with their first words and is remembered by nobody.
CREATE TRIGGER "person_counts" AFTER INSERT OR DELETE OR UPDATE OF "userid", "town_id", "name", "unit_id", "roles", "left_on" ON "person" FOR EACH ROW EXECUTE FUNCTION "count_org_change"('town_id');
--> statement-breakpoint
CREATE TRIGGER "chat_group_counts" AFTER INSERT OR DELETE OR UPDATE OF "chatid", "town_id", "name", "unit_id", "receives", "webhook", "appchat", "bound", "imported" ON "chat_group" FOR EACH ROW EXECUTE FUNCTION "count_org_change"('town_id');
