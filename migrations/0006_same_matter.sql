DROP INDEX "matter_mark_find";--> statement-breakpoint
DROP INDEX "petition_open_serial";--> statement-breakpoint
DROP INDEX "petition_owner_open";--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "handles" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
CREATE INDEX "petition_merged" ON "petition" USING btree ("merged_into") WHERE "petition"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "petition_linked" ON "petition" USING btree ("linked_to") WHERE "petition"."linked_to" is not null;--> statement-breakpoint
CREATE INDEX "matter_mark_find" ON "matter_mark" USING btree ("town_id","mark","petition_id");--> statement-breakpoint
CREATE INDEX "petition_open_serial" ON "petition" USING btree ("town_id","serial") WHERE "petition"."status" not in ('closed', 'void', 'merged', 'sent-back');--> statement-breakpoint
CREATE INDEX "petition_owner_open" ON "petition" USING btree ("town_id","owner_unit") WHERE "petition"."status" not in ('closed', 'void', 'merged', 'sent-back');--> statement-breakpoint
-- Erasing a matter's key erases the marks by which the same matter is found again. A trigger, not a foreign key: a restore
-- fills the tables one by one.
CREATE FUNCTION "forget_marks_of_matter"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "matter_mark" WHERE "petition_id" = OLD."petition_id";
  RETURN OLD;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "petition_key_forgets_marks" AFTER DELETE ON "petition_key" FOR EACH ROW EXECUTE FUNCTION "forget_marks_of_matter"();
