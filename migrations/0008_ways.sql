CREATE TABLE "open_userid" (
	"open_userid" text PRIMARY KEY NOT NULL,
	"userid" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "chat_group" ADD COLUMN "appchat" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "response_code" text;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "looked_seq" integer;--> statement-breakpoint
CREATE INDEX "card_changeable" ON "card" USING btree ("sent_at") WHERE "card"."response_code" is not null;