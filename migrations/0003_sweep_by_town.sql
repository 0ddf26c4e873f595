DROP INDEX "clock_next_stage";--> statement-breakpoint
CREATE INDEX "clock_next_stage_town" ON "clock" USING btree ("next_stage_at","town_id") WHERE "clock"."next_stage_at" is not null;