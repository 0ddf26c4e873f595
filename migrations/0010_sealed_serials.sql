CREATE TABLE "sealed_serial" (
	"town_id" text NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	CONSTRAINT "sealed_serial_town_id_series_year_serial_pk" PRIMARY KEY("town_id","series","year","serial")
);
--> statement-breakpoint
DROP INDEX "letter_number";--> statement-breakpoint
CREATE UNIQUE INDEX "letter_number" ON "letter" USING btree ("town_id","number");--> statement-breakpoint
INSERT INTO "sealed_serial" ("town_id", "series", "year", "serial")
	SELECT "petition"."town_id", "town"."prefix" || 'J', "petition"."year", "petition"."serial"
	FROM "petition" JOIN "town" ON "town"."id" = "petition"."town_id"
	WHERE "petition"."number" LIKE "town"."prefix" || 'J' || "petition"."year" || '-%';
