-- CreateTable
CREATE TABLE "admission_place" (
    "department_code" TEXT NOT NULL,
    "beds" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "admission_place_pkey" PRIMARY KEY ("department_code")
);

-- CreateTable
CREATE TABLE "admission_request" (
    "id" UUID NOT NULL,
    "visit_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3),
    "ward" TEXT,
    "bed" TEXT,
    "sealed_why" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "sealed_reason" TEXT,

    CONSTRAINT "admission_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "admission_request_visit_id_asked_at_idx" ON "admission_request"("visit_id", "asked_at");

-- Whoever arranges admissions sees who is booked: few of ten years of visits.
-- CreateIndex
CREATE INDEX "visit_booked" ON "visit"("planned_at") WHERE "state" = 'planned' OR "kind" = 'day-surgery';
