CREATE TABLE "calendar_day" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_year" (
	"year" integer PRIMARY KEY NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_group" (
	"chatid" text PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"name" text NOT NULL,
	"unit_id" text,
	"receives" text[] NOT NULL,
	"webhook" "bytea",
	"bound" boolean NOT NULL,
	"reachable_since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app_meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"userid" text PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"name" text NOT NULL,
	"unit_id" text NOT NULL,
	"roles" text[] NOT NULL,
	"left_on" date,
	"reachable_since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "serial" (
	"town_id" text NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "serial_town_id_series_year_pk" PRIMARY KEY("town_id","series","year")
);
--> statement-breakpoint
CREATE TABLE "town" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"policy" text NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "town_prefix_unique" UNIQUE("prefix")
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"town_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" text,
	"head" text,
	"leader" text,
	"area_leader" text,
	"position" integer NOT NULL,
	CONSTRAINT "unit_town_id_id_pk" PRIMARY KEY("town_id","id")
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"town_id" text NOT NULL,
	"kind" text NOT NULL,
	"approvers" text[] NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by_event" uuid,
	"held" jsonb NOT NULL,
	"state" text NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text
);
--> statement-breakpoint
CREATE TABLE "bar" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"userid" text,
	"unit_id" text,
	"reason" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clock" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"town_id" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"basis" text NOT NULL,
	"legal" boolean NOT NULL,
	"rule_version" text NOT NULL,
	"started_by" uuid NOT NULL,
	"start_on" date NOT NULL,
	"period_n" integer NOT NULL,
	"period_unit" text NOT NULL,
	"due_on" date NOT NULL,
	"remind_by" date NOT NULL,
	"yellow_on" date,
	"provisional" boolean NOT NULL,
	"owner" text NOT NULL,
	"state" text NOT NULL,
	"ended_on" date,
	"ended_by" uuid,
	"extended_days" integer NOT NULL,
	"stages" jsonb NOT NULL,
	"next_stage_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "demand" (
	"petition_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"body" text NOT NULL,
	"answer" text,
	CONSTRAINT "demand_petition_id_position_pk" PRIMARY KEY("petition_id","position")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"town_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"on_day" date NOT NULL,
	"by" text NOT NULL,
	"data" jsonb NOT NULL,
	"note" "bytea",
	"before" jsonb,
	"undoes" uuid,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "petition_key" (
	"petition_id" uuid PRIMARY KEY NOT NULL,
	"wrapped" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "petition_text" (
	"petition_id" uuid PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"place" text
);
--> statement-breakpoint
CREATE TABLE "petitioner" (
	"petition_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"name" "bytea",
	"phone" "bytea",
	"address" "bytea",
	"lifted" "bytea",
	CONSTRAINT "petitioner_petition_id_position_pk" PRIMARY KEY("petition_id","position")
);
--> statement-breakpoint
CREATE TABLE "petition" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"number" text NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	"channel" text NOT NULL,
	"received_on" date NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"registrar" text NOT NULL,
	"kind" text,
	"branch" smallint,
	"subject" text,
	"area_unit" text,
	"headcount" integer NOT NULL,
	"identity_known" boolean NOT NULL,
	"reopened_on" date,
	"linked_to" uuid,
	"important" boolean NOT NULL,
	"sensitive" boolean NOT NULL,
	"sealed" boolean NOT NULL,
	"title" text,
	"state_number" text,
	"status" text NOT NULL,
	"owner_unit" text,
	"handler" text,
	"assigned_on" date,
	"closed_on" date,
	"followed_up_on" date,
	"last_seq" integer NOT NULL,
	"last_hash" text NOT NULL,
	CONSTRAINT "petition_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "refusal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"userid" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"verb" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminder_claim" (
	"clock_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	CONSTRAINT "reminder_claim_clock_id_stage_pk" PRIMARY KEY("clock_id","stage")
);
--> statement-breakpoint
CREATE TABLE "reveal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"userid" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" "bytea"
);
--> statement-breakpoint
CREATE TABLE "card" (
	"task_id" text PRIMARY KEY NOT NULL,
	"outbox_id" uuid,
	"petition_id" uuid,
	"kind" text NOT NULL,
	"to_id" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"userid" text NOT NULL,
	"chat" text NOT NULL,
	"petition_id" uuid,
	"mentioned_at" timestamp with time zone,
	"pending" "bytea",
	CONSTRAINT "conversation_userid_chat_pk" PRIMARY KEY("userid","chat")
);
--> statement-breakpoint
CREATE TABLE "inbound" (
	"msgid" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"chatid" text,
	"userid" text NOT NULL,
	"kind" text NOT NULL,
	"req_id" text NOT NULL,
	"raw" "bytea",
	"state" text NOT NULL,
	"reply" "bytea",
	"attempts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "occurrence" (
	"town_id" text NOT NULL,
	"kind" text NOT NULL,
	"slot" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	CONSTRAINT "occurrence_town_id_kind_slot_pk" PRIMARY KEY("town_id","kind","slot")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"once" text NOT NULL,
	"to_kind" text NOT NULL,
	"to_id" text NOT NULL,
	"kind" text NOT NULL,
	"petition_id" uuid,
	"refs" jsonb NOT NULL,
	"urgent" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"hold_until" timestamp with time zone NOT NULL,
	"retry_at" timestamp with time zone,
	"attempts" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"settled_at" timestamp with time zone,
	"via" text
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"outbox_id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"userid" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"climbed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "petition" ADD CONSTRAINT "petition_linked_to_petition_id_fk" FOREIGN KEY ("linked_to") REFERENCES "public"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_group_town" ON "chat_group" USING btree ("town_id");--> statement-breakpoint
CREATE INDEX "person_town" ON "person" USING btree ("town_id","unit_id");--> statement-breakpoint
CREATE INDEX "approval_open" ON "approval" USING btree ("town_id") WHERE "approval"."state" = 'open';--> statement-breakpoint
CREATE INDEX "approval_petition" ON "approval" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "bar_petition" ON "bar" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "clock_next_stage" ON "clock" USING btree ("next_stage_at") WHERE "clock"."next_stage_at" is not null;--> statement-breakpoint
CREATE INDEX "clock_petition" ON "clock" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "clock_ended" ON "clock" USING btree ("town_id","ended_on") WHERE "clock"."ended_on" is not null;--> statement-breakpoint
CREATE INDEX "clock_running_due" ON "clock" USING btree ("town_id","due_on") WHERE "clock"."state" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "event_seq" ON "event" USING btree ("petition_id","seq");--> statement-breakpoint
CREATE INDEX "event_at" ON "event" USING btree ("town_id","at");--> statement-breakpoint
CREATE INDEX "petition_open_serial" ON "petition" USING btree ("town_id","serial") WHERE "petition"."status" not in ('closed', 'void');--> statement-breakpoint
CREATE UNIQUE INDEX "petition_serial" ON "petition" USING btree ("town_id","sealed","year","serial");--> statement-breakpoint
CREATE INDEX "petition_owner_open" ON "petition" USING btree ("town_id","owner_unit") WHERE "petition"."status" not in ('closed', 'void');--> statement-breakpoint
CREATE INDEX "petition_registered" ON "petition" USING btree ("town_id","registered_at");--> statement-breakpoint
CREATE INDEX "petition_closed" ON "petition" USING btree ("town_id","closed_on") WHERE "petition"."closed_on" is not null;--> statement-breakpoint
CREATE INDEX "inbound_open" ON "inbound" USING btree ("received_at") WHERE "inbound"."state" in ('received', 'handled');--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("once");--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("hold_until") WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_parked" ON "outbox" USING btree ("to_id") WHERE "outbox"."state" = 'parked';--> statement-breakpoint
CREATE INDEX "outbox_petition" ON "outbox" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "outbox_settled" ON "outbox" USING btree ("town_id","settled_at");