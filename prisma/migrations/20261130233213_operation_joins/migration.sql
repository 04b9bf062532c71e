-- AlterTable
ALTER TABLE "operation_number" ADD COLUMN     "patients" UUID[];

-- CreateTable
CREATE TABLE "operation_word" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "patient_id" UUID,
    "visit_id" UUID,
    "department" TEXT,
    "room" TEXT,
    "sequence" INTEGER,
    "planned_from" TIMESTAMPTZ(3),
    "planned_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "procedure" JSONB,
    "name" TEXT,
    "surgeon" JSONB,
    "assistants" JSONB,
    "anaesthetist" JSONB,
    "anaesthesia" TEXT,
    "level" TEXT,
    "incision" TEXT,
    "day_surgery" BOOLEAN,
    "urgent" BOOLEAN,
    "state" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "operation_word_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_join" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "other_source" TEXT NOT NULL,
    "other_number" TEXT NOT NULL,
    "first_said" TEXT NOT NULL,
    "first_stamp" TEXT NOT NULL,
    "last_said" TEXT NOT NULL,
    "last_stamp" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "parted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "operation_join_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "operation_word_source_number_key" ON "operation_word"("source", "number");

-- CreateIndex
CREATE INDEX "operation_join_other_source_other_number_idx" ON "operation_join"("other_source", "other_number");

-- CreateIndex
CREATE INDEX "operation_join_at_idx" ON "operation_join"("at");

-- CreateIndex
CREATE UNIQUE INDEX "operation_join_source_number_other_source_other_number_key" ON "operation_join"("source", "number", "other_source", "other_number");

-- What was told is kept under the number it goes by; who told which part of it is not known any more.
INSERT INTO "operation_word" ("id", "source", "number", "patient_id", "visit_id", "department", "room", "sequence", "planned_from", "planned_until", "started_at", "ended_at", "procedure", "name", "surgeon", "assistants", "anaesthetist", "anaesthesia", "level", "incision", "day_surgery", "urgent", "state", "stamps") SELECT "id", "source", "number", "patient_id", "visit_id", "department", "room", "sequence", "planned_from", "planned_until", "started_at", "ended_at", "procedure", "name", "surgeon", "assistants", "anaesthetist", "anaesthesia", "level", "incision", "day_surgery", "urgent", "state", "stamps" FROM "operation";
UPDATE "operation_number" n SET "patients" = CASE WHEN o."patient_id" IS NULL THEN ARRAY[]::uuid[] ELSE ARRAY[o."patient_id"] END FROM "operation" o WHERE o."id" = n."operation_id";

-- Numbers that are one operation stay so.
INSERT INTO "operation_join" ("id", "source", "number", "other_source", "other_number", "first_said", "first_stamp", "last_said", "last_stamp", "at")
SELECT gen_random_uuid(), least.source, least.number, greatest.source, greatest.number, '', '', '', '', CURRENT_TIMESTAMP
  FROM "operation_number" n JOIN "operation" o ON o."id" = n."operation_id" AND (o."source", o."number") <> (n."source", n."number"),
       LATERAL (SELECT pair.source, pair.number FROM (VALUES (o."source", o."number"), (n."source", n."number")) AS pair(source, number) ORDER BY pair.source COLLATE "C", pair.number COLLATE "C" LIMIT 1) AS least,
       LATERAL (SELECT pair.source, pair.number FROM (VALUES (o."source", o."number"), (n."source", n."number")) AS pair(source, number) ORDER BY pair.source COLLATE "C" DESC, pair.number COLLATE "C" DESC LIMIT 1) AS greatest;

-- DropIndex
DROP INDEX "operation_number_operation_id_idx";

-- AlterTable
ALTER TABLE "operation_number" DROP COLUMN "main", DROP COLUMN "operation_id";
