CREATE TABLE "reminder_count" (
	"town_id" text NOT NULL,
	"day" date NOT NULL,
	"due" integer NOT NULL,
	"sent" integer NOT NULL,
	"read" integer NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reminder_count_town_id_day_pk" PRIMARY KEY("town_id","day")
);
--> statement-breakpoint
-- Who is away belongs to what a town is made of: it says who reads for the desk.
CREATE TRIGGER "absence_counts" AFTER INSERT OR UPDATE OR DELETE ON "absence" FOR EACH ROW EXECUTE FUNCTION "count_org_change"('town_id');
