-- AlterTable
ALTER TABLE "access_grant" ADD COLUMN     "reason_kind" TEXT;

-- CreateTable
CREATE TABLE "access_request" (
    "id" UUID NOT NULL,
    "staff_number" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "grant_id" UUID,

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "access_request_grant_id_key" ON "access_request"("grant_id");

-- CreateIndex
CREATE INDEX "access_request_state_asked_at_idx" ON "access_request"("state", "asked_at");

-- CreateIndex
CREATE INDEX "access_request_staff_number_asked_at_idx" ON "access_request"("staff_number", "asked_at");
