ALTER TABLE "outbox" ADD COLUMN "refusals" jsonb;--> statement-breakpoint
ALTER TABLE "way_alarm" ADD COLUMN "reason" text DEFAULT 'other' NOT NULL;--> statement-breakpoint
-- What stood in words (`wecom: bot 846607, app 60020`) is read here for the last time.
CREATE TEMPORARY TABLE "known_refusal" ("code" integer PRIMARY KEY, "reason" text NOT NULL);--> statement-breakpoint
INSERT INTO "known_refusal" VALUES
  (846607, 'never-wrote'),
  (81013, 'no-such-person'), (60111, 'no-such-person'), (40003, 'no-such-person'), (40031, 'no-such-person'), (46004, 'no-such-person'),
  (60011, 'out-of-range'),
  (82001, 'not-here'), (60021, 'not-here'), (50002, 'not-here'), (92000, 'not-here'),
  (93006, 'no-such-chat'), (93008, 'no-such-chat'), (49008, 'no-such-chat'),
  (93000, 'no-robot'), (93001, 'no-robot'), (93004, 'no-robot'),
  (40050, 'no-app-group'), (86001, 'no-app-group'), (86003, 'no-app-group'), (86008, 'no-app-group'), (86217, 'no-app-group'), (86220, 'no-app-group'),
  (45001, 'too-large'), (45002, 'too-large'), (93018, 'too-large'), (40006, 'too-large'), (40009, 'too-large'),
  (853000, 'bot-credentials'), (846601, 'bot-credentials'), (846610, 'bot-credentials'),
  (-2, 'bot-out'),
  (-1, 'no-answer'), (6000, 'no-answer'), (45033, 'no-answer'), (45035, 'no-answer'),
  (40001, 'app-secret'), (40013, 'app-secret'),
  (40056, 'app-agent'), (301002, 'app-agent'),
  (48001, 'app-right'), (48006, 'app-right'), (48009, 'app-right'), (48002, 'app-interface'),
  (50003, 'app-stopped'), (60020, 'app-address');--> statement-breakpoint
UPDATE "outbox" SET "refusals" = coalesce((
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('channel', said.part[1], 'code', said.part[2]::integer, 'reason', coalesce(k.reason, 'other'))) ORDER BY said.place)
  FROM regexp_matches("outbox"."reason", '(?:(bot|app|webhook|appchat) )?(-?\d{1,7})', 'g') WITH ORDINALITY AS said(part, place)
  LEFT JOIN "known_refusal" k ON k.code = said.part[2]::integer
), '[]'::jsonb)
WHERE "reason" LIKE 'wecom%' AND "state" IN ('pending', 'parked', 'failed');--> statement-breakpoint
-- Words about a loss that have not gone out yet.
UPDATE "outbox" SET "refs" = "refs" || jsonb_build_object(
  'lostFor', CASE WHEN "refs" ->> 'reason' LIKE 'not made:%' THEN 'not-made' ELSE coalesce((
    SELECT k.reason FROM "known_refusal" k WHERE k.code = substring("refs" ->> 'reason' FROM '-?\d{1,7}')::integer), 'other') END,
  'code', substring("refs" ->> 'reason' FROM '-?\d{1,7}')::integer)
WHERE "kind" = 'not-delivered' AND "state" = 'pending' AND "refs" ? 'reason';--> statement-breakpoint
UPDATE "way_alarm" SET "reason" = k.reason FROM "known_refusal" k WHERE k.code = "way_alarm"."errcode";--> statement-breakpoint
DROP TABLE "known_refusal";
