CREATE TABLE "setting_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"name" text NOT NULL,
	"from_value" jsonb,
	"to_value" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "setting_change_town" ON "setting_change" USING btree ("town_id","at");