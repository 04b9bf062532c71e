-- CreateTable
CREATE TABLE "consultation_answer" (
    "id" UUID NOT NULL,
    "consultation_id" UUID NOT NULL,
    "staff_number" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,
    "sealed_text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "sealed_reason" TEXT,
    "signature_id" UUID,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "consultation_answer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consultation_answer_consultation_id_staff_number_idx" ON "consultation_answer"("consultation_id", "staff_number");
