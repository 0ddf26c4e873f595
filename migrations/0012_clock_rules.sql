CREATE TABLE "clock_rule" (
	"version" text NOT NULL,
	"kind" text NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "clock_rule_version_kind_pk" PRIMARY KEY("version","kind")
);
--> statement-breakpoint
CREATE INDEX "reminder_claim_failed" ON "reminder_claim" USING btree ("claimed_at") WHERE "reminder_claim"."outcome" = 'failed';