-- AlterTable
ALTER TABLE "duty" ADD COLUMN     "changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "changed_by" TEXT,
ADD COLUMN     "stands_in_for" TEXT;

-- CreateTable
CREATE TABLE "duty_request" (
    "id" UUID NOT NULL,
    "duty_id" UUID NOT NULL,
    "department_code" TEXT NOT NULL,
    "asker" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "duty_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_hole" (
    "id" UUID NOT NULL,
    "department_code" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "key" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "filled_at" TIMESTAMPTZ(3),

    CONSTRAINT "duty_hole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_leave" (
    "id" UUID NOT NULL,
    "staff_number" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "duty_leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_pattern" (
    "department_code" TEXT NOT NULL,
    "shifts" JSONB NOT NULL,
    "kept" BOOLEAN NOT NULL,
    "phone" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "duty_pattern_pkey" PRIMARY KEY ("department_code")
);

-- CreateIndex
CREATE INDEX "duty_request_duty_id_state_idx" ON "duty_request"("duty_id", "state");

-- CreateIndex
CREATE INDEX "duty_request_asked_state_idx" ON "duty_request"("asked", "state");

-- CreateIndex
CREATE UNIQUE INDEX "duty_hole_key_key" ON "duty_hole"("key");

-- CreateIndex
CREATE INDEX "duty_hole_department_code_filled_at_idx" ON "duty_hole"("department_code", "filled_at");

-- CreateIndex
CREATE INDEX "duty_leave_staff_number_until_idx" ON "duty_leave"("staff_number", "until");
