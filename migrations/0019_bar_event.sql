ALTER TABLE "bar" ADD COLUMN "event_id" uuid;--> statement-breakpoint
-- Until now a bar and what shut somebody out had nothing in common but their moment.
UPDATE "bar" SET "event_id" = (SELECT e."id" FROM "event" e WHERE e."petition_id" = "bar"."petition_id" AND e."at" = "bar"."added_at" ORDER BY e."seq" LIMIT 1);
