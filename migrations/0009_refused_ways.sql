CREATE TABLE "way_alarm" (
	"way" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"errcode" integer NOT NULL,
	"address" text,
	"towns" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "waits_for" text;--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("waits_for") WHERE "outbox"."waits_for" is not null;