-- AlterTable
ALTER TABLE "hospital_command" ADD COLUMN     "answer_number" TEXT;

-- CreateTable
CREATE TABLE "test_request" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "batch" TEXT NOT NULL,
    "patient_id" UUID NOT NULL,
    "visit_id" UUID NOT NULL,
    "item_code" TEXT NOT NULL,
    "item_name" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "sealed_purpose" TEXT NOT NULL,
    "sealed_remark" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "sealed_reason" TEXT,
    "order_number" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "withdrawal" TEXT,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),
    "sealed_withdrawal_why" TEXT,
    "sealed_withdrawal_reason" TEXT,

    CONSTRAINT "test_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "test_request_number_key" ON "test_request"("number");

-- CreateIndex
CREATE INDEX "test_request_patient_id_asked_at_idx" ON "test_request"("patient_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "test_request_batch_item_code_staff_number_key" ON "test_request"("batch", "item_code", "staff_number");
