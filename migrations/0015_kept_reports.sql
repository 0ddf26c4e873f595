CREATE TABLE "kept_report" (
	"town_id" text NOT NULL,
	"kind" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"frame" jsonb NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "kept_report_town_id_kind_from_day_pk" PRIMARY KEY("town_id","kind","from_day")
);
