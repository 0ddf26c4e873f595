DROP INDEX "outbox_settled";--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "outbox" USING btree ("town_id") WHERE "outbox"."state" in ('parked', 'failed');--> statement-breakpoint
CREATE INDEX "outbox_created" ON "outbox" USING brin ("created_at");