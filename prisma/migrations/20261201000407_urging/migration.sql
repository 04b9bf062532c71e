-- CreateTable
CREATE TABLE "staff_phone" (
    "staff_number" TEXT NOT NULL,
    "sealed_phone" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "staff_phone_pkey" PRIMARY KEY ("staff_number")
);

-- CreateTable
CREATE TABLE "staff_phone_code" (
    "staff_number" TEXT NOT NULL,
    "sealed_phone" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "hour_from" TIMESTAMPTZ(3) NOT NULL,
    "in_hour" INTEGER NOT NULL,

    CONSTRAINT "staff_phone_code_pkey" PRIMARY KEY ("staff_number")
);

-- CreateTable
CREATE TABLE "urging_try" (
    "id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "means" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "ref" TEXT,
    "code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "urging_try_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "urging_try_state_created_at_idx" ON "urging_try"("state", "created_at");

-- CreateIndex
CREATE INDEX "urging_try_recipient_created_at_idx" ON "urging_try"("recipient", "created_at");

-- CreateIndex
CREATE INDEX "urging_try_created_at_idx" ON "urging_try"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "urging_try_delivery_id_means_key" ON "urging_try"("delivery_id", "means");
