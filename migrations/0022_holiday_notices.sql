CREATE TABLE "holiday_notice" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"number" text NOT NULL,
	"corrects" boolean NOT NULL,
	"festivals" text[] NOT NULL,
	"days" jsonb NOT NULL,
	"text" text NOT NULL,
	"town_id" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"moved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "holiday_notice_open" ON "holiday_notice" USING btree ("year") WHERE "holiday_notice"."state" = 'open';