CREATE TABLE "role_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"userid" text NOT NULL,
	"role" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "role_grant_standing" ON "role_grant" USING btree ("town_id","userid","role") WHERE "role_grant"."state" in ('open', 'refused');