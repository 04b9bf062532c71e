-- Of ten years of visits only a month's count for anybody's scope: each index of a relation also holds the moment up to which
-- a visit counts, word for word as services/shared/data-scope/store.relations.ts asks for it.
-- DropIndex
DROP INDEX "visit_attending_idx";

-- DropIndex
DROP INDEX "visit_nurse_idx";

-- DropIndex
DROP INDEX "visit_group_code_idx";

-- DropIndex
DROP INDEX "visit_department_code_admitted_at_idx";

-- CreateIndex
CREATE INDEX "visit_attending_recent" ON "visit"("attending", (CASE WHEN "discharged_at" IS NOT NULL THEN "discharged_at" WHEN "kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce("planned_at", "as_of") END));

-- CreateIndex
CREATE INDEX "visit_nurse_recent" ON "visit"("nurse", (CASE WHEN "discharged_at" IS NOT NULL THEN "discharged_at" WHEN "kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce("planned_at", "as_of") END)) WHERE "nurse" IS NOT NULL;

-- CreateIndex
CREATE INDEX "visit_group_recent" ON "visit"("group_code", (CASE WHEN "discharged_at" IS NOT NULL THEN "discharged_at" WHEN "kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce("planned_at", "as_of") END)) WHERE "group_code" IS NOT NULL;

-- CreateIndex
CREATE INDEX "visit_ward_recent" ON "visit"("ward_code", (CASE WHEN "discharged_at" IS NOT NULL THEN "discharged_at" WHEN "kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce("planned_at", "as_of") END)) WHERE "ward_code" IS NOT NULL;

-- CreateIndex
CREATE INDEX "visit_department_recent" ON "visit"("department_code", (CASE WHEN "discharged_at" IS NOT NULL THEN "discharged_at" WHEN "kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce("planned_at", "as_of") END));

-- Numbers that were merged into another: few, and asked for with every person.
-- CreateIndex
CREATE INDEX "patient_other_numbers" ON "patient"("canonical_id") WHERE "canonical_id" <> "id";
