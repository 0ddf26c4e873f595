CREATE TABLE "absence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"userid" text NOT NULL,
	"delegate" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "duty_roster" (
	"town_id" text NOT NULL,
	"place" text NOT NULL,
	"slot" text NOT NULL,
	"userid" text NOT NULL,
	"substitute" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "duty_roster_town_id_place_slot_pk" PRIMARY KEY("town_id","place","slot")
);
--> statement-breakpoint
CREATE TABLE "handover" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"from_user" text NOT NULL,
	"to_user" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"decided_at" timestamp with time zone,
	"petition_ids" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prompt_answer" (
	"town_id" text NOT NULL,
	"prompt_id" text NOT NULL,
	"slot" text NOT NULL,
	"unit_id" text NOT NULL,
	"nil" boolean NOT NULL,
	"matters" text[] NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "prompt_answer_town_id_prompt_id_slot_unit_id_pk" PRIMARY KEY("town_id","prompt_id","slot","unit_id")
);
--> statement-breakpoint
CREATE TABLE "reception_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"on_day" date NOT NULL,
	"kind" text NOT NULL,
	"leader" text NOT NULL,
	"batches" integer NOT NULL,
	"people" integer NOT NULL,
	"logged_by" text NOT NULL,
	"logged_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "helper" (
	"petition_id" uuid NOT NULL,
	"unit_id" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "helper_petition_id_unit_id_pk" PRIMARY KEY("petition_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "letter" (
	"id" uuid PRIMARY KEY NOT NULL,
	"town_id" text NOT NULL,
	"petition_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	"number" text NOT NULL,
	"once" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" text NOT NULL,
	"fields" "bytea" NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matter_mark" (
	"town_id" text NOT NULL,
	"petition_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"mark" text NOT NULL,
	CONSTRAINT "matter_mark_petition_id_kind_mark_pk" PRIMARY KEY("petition_id","kind","mark")
);
--> statement-breakpoint
ALTER TABLE "approval" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approval" ADD COLUMN "climbed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "demand" ADD COLUMN "fact" text;--> statement-breakpoint
ALTER TABLE "demand" ADD COLUMN "basis" text;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "source_number" text;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "feedback_on" date;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "written_by" date;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "simple" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "complex" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "raised" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "agent" text;--> statement-breakpoint
ALTER TABLE "petition" ADD COLUMN "case_leader" text;--> statement-breakpoint
CREATE INDEX "absence_user" ON "absence" USING btree ("town_id","userid");--> statement-breakpoint
CREATE INDEX "handover_open" ON "handover" USING btree ("town_id") WHERE "handover"."state" = 'open';--> statement-breakpoint
CREATE INDEX "reception_log_day" ON "reception_log" USING btree ("town_id","on_day");--> statement-breakpoint
CREATE INDEX "helper_unit" ON "helper" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "letter_once" ON "letter" USING btree ("once");--> statement-breakpoint
CREATE UNIQUE INDEX "letter_number" ON "letter" USING btree ("town_id","kind","year","serial");--> statement-breakpoint
CREATE INDEX "letter_petition" ON "letter" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "matter_mark_find" ON "matter_mark" USING btree ("town_id","mark");--> statement-breakpoint
ALTER TABLE "petition" ADD CONSTRAINT "petition_merged_into_petition_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."petition"("id") ON DELETE no action ON UPDATE no action;