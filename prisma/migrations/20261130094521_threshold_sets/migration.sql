-- AlterTable
ALTER TABLE "judged_result" ADD COLUMN     "department_code" TEXT,
ADD COLUMN     "limit_id" TEXT,
ADD COLUMN     "visit_id" UUID,
ADD COLUMN     "ward_code" TEXT;

-- CreateTable
CREATE TABLE "threshold_set" (
    "id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "based_on" TEXT,
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "course" JSONB NOT NULL,
    "trial" JSONB,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "in_force_from" TIMESTAMPTZ(3),

    CONSTRAINT "threshold_set_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "threshold_set_version_key" ON "threshold_set"("version");

-- CreateIndex
CREATE INDEX "threshold_set_state_in_force_from_idx" ON "threshold_set"("state", "in_force_from");
