-- DropIndex
DROP INDEX "visit_number_key";

-- AlterTable
ALTER TABLE "patient" ADD COLUMN     "allergies" JSONB,
ADD COLUMN     "canonical_id" UUID,
ADD COLUMN     "fee_category" TEXT,
ADD COLUMN     "merged_id" UUID,
ADD COLUMN     "stamps" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "visit" ADD COLUMN     "care_level" TEXT,
ADD COLUMN     "condition" TEXT,
ADD COLUMN     "counts" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "day_surgery" BOOLEAN,
ADD COLUMN     "discharge_planned_at" TIMESTAMPTZ(3),
ADD COLUMN     "disposition" TEXT,
ADD COLUMN     "facility" TEXT,
ADD COLUMN     "fee_category" TEXT,
ADD COLUMN     "into_id" UUID,
ADD COLUMN     "isolation" TEXT,
ADD COLUMN     "memory" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "planned_at" TIMESTAMPTZ(3),
ADD COLUMN     "planned_place" JSONB,
ADD COLUMN     "room" TEXT,
ADD COLUMN     "said_patient_id" UUID,
ADD COLUMN     "stamps" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'here',
ADD COLUMN     "told" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "intake_matter" (
    "id" UUID NOT NULL,
    "arrival" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "code_kind" TEXT,
    "code" TEXT,
    "code_text" TEXT,
    "patient_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "intake_matter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patient_move" (
    "id" UUID NOT NULL,
    "visit_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from" JSONB,
    "from_said" BOOLEAN NOT NULL DEFAULT false,
    "to" JSONB,
    "cancelled" BOOLEAN NOT NULL DEFAULT false,
    "stamp" TEXT NOT NULL,

    CONSTRAINT "patient_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit_diagnosis" (
    "visit_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "code" TEXT,
    "system" TEXT,
    "name" TEXT NOT NULL,
    "rank" INTEGER,
    "at" TIMESTAMPTZ(3),
    "by_number" TEXT,
    "by_name" TEXT,
    "certainty" TEXT,

    CONSTRAINT "visit_diagnosis_pkey" PRIMARY KEY ("visit_id","type","place")
);

-- CreateIndex
CREATE INDEX "intake_matter_state_opened_at_idx" ON "intake_matter"("state", "opened_at");

-- CreateIndex
CREATE INDEX "intake_matter_code_kind_code_state_idx" ON "intake_matter"("code_kind", "code", "state");

-- CreateIndex
CREATE UNIQUE INDEX "intake_matter_arrival_reason_place_kind_key" ON "intake_matter"("arrival", "reason", "place", "kind");

-- CreateIndex
CREATE INDEX "patient_move_visit_id_at_idx" ON "patient_move"("visit_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "patient_move_visit_id_step_at_key" ON "patient_move"("visit_id", "step", "at");

-- CreateIndex
CREATE INDEX "visit_diagnosis_code_idx" ON "visit_diagnosis"("code");

-- CreateIndex
CREATE INDEX "patient_canonical_id_idx" ON "patient"("canonical_id");

-- CreateIndex
CREATE INDEX "patient_merged_id_idx" ON "patient"("merged_id");

-- CreateIndex
CREATE INDEX "visit_number_idx" ON "visit"("number");

-- CreateIndex
CREATE UNIQUE INDEX "visit_said_patient_id_number_key" ON "visit"("said_patient_id", "number");

-- AddForeignKey
ALTER TABLE "patient_move" ADD CONSTRAINT "patient_move_visit_id_fkey" FOREIGN KEY ("visit_id") REFERENCES "visit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visit_diagnosis" ADD CONSTRAINT "visit_diagnosis_visit_id_fkey" FOREIGN KEY ("visit_id") REFERENCES "visit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows that exist are people and stays of their own; rows made without saying so are as well.
UPDATE "patient" SET "canonical_id" = "id";
UPDATE "visit" SET "said_patient_id" = "patient_id", "state" = CASE WHEN "discharged_at" IS NULL THEN 'here' ELSE 'gone' END;

CREATE FUNCTION "patient_is_a_person"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."canonical_id" IS NULL THEN NEW."canonical_id" := NEW."id"; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "patient_is_a_person" BEFORE INSERT ON "patient" FOR EACH ROW EXECUTE FUNCTION "patient_is_a_person"();

CREATE FUNCTION "visit_is_said_of"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."said_patient_id" IS NULL THEN NEW."said_patient_id" := NEW."patient_id"; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "visit_is_said_of" BEFORE INSERT ON "visit" FOR EACH ROW EXECUTE FUNCTION "visit_is_said_of"();
