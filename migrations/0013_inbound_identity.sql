ALTER TABLE "inbound" DROP CONSTRAINT "inbound_pkey";--> statement-breakpoint
ALTER TABLE "inbound" ADD COLUMN "id" uuid;--> statement-breakpoint
ALTER TABLE "inbound" ADD COLUMN "sender" text;--> statement-breakpoint
ALTER TABLE "inbound" ADD COLUMN "begun" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Until now the message id alone was unique.
UPDATE "inbound" SET "id" = md5("msgid")::uuid, "sender" = "userid";--> statement-breakpoint
ALTER TABLE "inbound" ALTER COLUMN "id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound" ALTER COLUMN "sender" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "inbound" ADD PRIMARY KEY ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_once" ON "inbound" USING btree ("msgid","sender",coalesce("chatid", ''));
