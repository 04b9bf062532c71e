-- CreateTable
CREATE TABLE "fact" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_message" (
    "key" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,
    "answer" BYTEA,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "inbox_message_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "door" TEXT NOT NULL,
    "origin" TEXT,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "staff" TEXT NOT NULL,
    "terminal" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter" (
    "name" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("name","period")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "critical_value" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "visit_id" UUID,
    "department_code" TEXT,
    "ward_code" TEXT,
    "item_code" TEXT NOT NULL,
    "result_key" TEXT NOT NULL,
    "clinical" TEXT NOT NULL,
    "feedback" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "holder" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "body" JSONB NOT NULL,
    "source" JSONB NOT NULL,

    CONSTRAINT "critical_value_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "judged_result" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "arrival" TEXT NOT NULL,
    "result_key" TEXT NOT NULL,
    "item_code" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "set_version" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "judged_result_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "judged_through" (
    "patient_id" UUID NOT NULL,
    "fact" BIGINT NOT NULL,

    CONSTRAINT "judged_through_pkey" PRIMARY KEY ("patient_id")
);

-- CreateTable
CREATE TABLE "department" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "department_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "ward" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,

    CONSTRAINT "ward_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "staff" (
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,
    "ward_code" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "staff_account" (
    "platform" TEXT NOT NULL,
    "corp" TEXT NOT NULL,
    "user" TEXT NOT NULL,
    "user_folded" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,

    CONSTRAINT "staff_account_pkey" PRIMARY KEY ("platform","corp","user_folded")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "platform" TEXT,
    "corp" TEXT,
    "user" TEXT,
    "state" TEXT NOT NULL,
    "ref" JSONB NOT NULL,
    "shown" TEXT,
    "failure" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty" (
    "id" UUID NOT NULL,
    "department_code" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patient" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sex" TEXT NOT NULL,
    "birth_date" TIMESTAMPTZ(3),

    CONSTRAINT "patient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "department_code" TEXT,
    "ward_code" TEXT,
    "bed" TEXT,
    "attending" TEXT,
    "nurse" TEXT,
    "diagnosis" TEXT,
    "admitted_at" TIMESTAMPTZ(3),
    "discharged_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "serial" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "wrapped" JSONB NOT NULL,
    "certificate" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_why" TEXT,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "pin_guard" (
    "staff_number" TEXT NOT NULL,
    "wrong" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "pin_guard_pkey" PRIMARY KEY ("staff_number")
);

-- CreateTable
CREATE TABLE "ca_root" (
    "id" TEXT NOT NULL,
    "certificate" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ca_root_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "signature" JSONB NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fact_subject_id_idx" ON "fact"("subject", "id");

-- CreateIndex
CREATE INDEX "fact_name_at_idx" ON "fact"("name", "at");

-- CreateIndex
CREATE INDEX "inbox_message_door_received_at_idx" ON "inbox_message"("door", "received_at");

-- CreateIndex
CREATE INDEX "inbox_message_outcome_received_at_idx" ON "inbox_message"("outcome", "received_at");

-- CreateIndex
CREATE INDEX "audit_actor_at_idx" ON "audit"("actor", "at");

-- CreateIndex
CREATE INDEX "audit_subject_at_idx" ON "audit"("subject", "at");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE INDEX "session_staff_idx" ON "session"("staff");

-- CreateIndex
CREATE INDEX "lease_until_idx" ON "lease"("until");

-- CreateIndex
CREATE INDEX "critical_value_clinical_opened_at_idx" ON "critical_value"("clinical", "opened_at");

-- CreateIndex
CREATE INDEX "critical_value_next_at_idx" ON "critical_value"("next_at");

-- CreateIndex
CREATE INDEX "critical_value_department_code_opened_at_idx" ON "critical_value"("department_code", "opened_at");

-- CreateIndex
CREATE INDEX "critical_value_holder_clinical_idx" ON "critical_value"("holder", "clinical");

-- CreateIndex
CREATE INDEX "critical_value_patient_id_item_code_opened_at_idx" ON "critical_value"("patient_id", "item_code", "opened_at");

-- CreateIndex
CREATE INDEX "critical_value_result_key_idx" ON "critical_value"("result_key");

-- CreateIndex
CREATE INDEX "judged_result_arrival_idx" ON "judged_result"("arrival");

-- CreateIndex
CREATE INDEX "judged_result_patient_id_item_code_received_at_idx" ON "judged_result"("patient_id", "item_code", "received_at");

-- CreateIndex
CREATE INDEX "judged_result_result_key_idx" ON "judged_result"("result_key");

-- CreateIndex
CREATE INDEX "judged_result_outcome_received_at_idx" ON "judged_result"("outcome", "received_at");

-- CreateIndex
CREATE INDEX "staff_department_code_idx" ON "staff"("department_code");

-- CreateIndex
CREATE INDEX "staff_account_staff_number_idx" ON "staff_account"("staff_number");

-- CreateIndex
CREATE INDEX "delivery_subject_idx" ON "delivery"("subject");

-- CreateIndex
CREATE INDEX "delivery_state_created_at_idx" ON "delivery"("state", "created_at");

-- CreateIndex
CREATE INDEX "delivery_recipient_created_at_idx" ON "delivery"("recipient", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_module_subject_step_recipient_key" ON "delivery"("module", "subject", "step", "recipient");

-- CreateIndex
CREATE INDEX "duty_department_code_duty_from_idx" ON "duty"("department_code", "duty", "from");

-- CreateIndex
CREATE UNIQUE INDEX "patient_number_key" ON "patient"("number");

-- CreateIndex
CREATE UNIQUE INDEX "visit_number_key" ON "visit"("number");

-- CreateIndex
CREATE INDEX "visit_patient_id_as_of_idx" ON "visit"("patient_id", "as_of");

-- CreateIndex
CREATE INDEX "visit_ward_code_bed_idx" ON "visit"("ward_code", "bed");

-- CreateIndex
CREATE INDEX "signing_key_staff_number_idx" ON "signing_key"("staff_number");

-- CreateIndex
CREATE INDEX "signature_subject_idx" ON "signature"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "signature_act_subject_signer_key" ON "signature"("act", "subject", "signer");

-- AddForeignKey
ALTER TABLE "ward" ADD CONSTRAINT "ward_department_code_fkey" FOREIGN KEY ("department_code") REFERENCES "department"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_department_code_fkey" FOREIGN KEY ("department_code") REFERENCES "department"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_account" ADD CONSTRAINT "staff_account_staff_number_fkey" FOREIGN KEY ("staff_number") REFERENCES "staff"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "patient"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
