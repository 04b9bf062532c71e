-- CreateTable
CREATE TABLE "consultation" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "patient_id" UUID,
    "visit_id" UUID,
    "type" TEXT,
    "requested_by" JSONB,
    "department" TEXT,
    "requested_at" TIMESTAMPTZ(3),
    "planned_at" TIMESTAMPTZ(3),
    "summary" TEXT,
    "purpose" TEXT,
    "invited" JSONB,
    "state" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "consultation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consultation_part" (
    "consultation_id" UUID NOT NULL,
    "staff_number" TEXT NOT NULL,
    "part" TEXT NOT NULL,

    CONSTRAINT "consultation_part_pkey" PRIMARY KEY ("staff_number","consultation_id","part")
);

-- CreateTable
CREATE TABLE "consultation_opinion" (
    "id" UUID NOT NULL,
    "consultation_id" UUID NOT NULL,
    "who" TEXT NOT NULL,
    "by" JSONB,
    "department" TEXT,
    "at" TIMESTAMPTZ(3),
    "text" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "consultation_opinion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "visit_id" UUID,
    "parent" TEXT,
    "relation" TEXT,
    "version" TEXT,
    "shelf" TEXT,
    "type" JSONB,
    "kind" TEXT,
    "title" TEXT,
    "author" JSONB,
    "signer" JSONB,
    "written_at" TIMESTAMPTZ(3),
    "signed_at" TIMESTAMPTZ(3),
    "state" TEXT,
    "order_number" TEXT,
    "department" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_content" (
    "id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "version" TEXT,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sealed_content" BYTEA,
    "url" TEXT,

    CONSTRAINT "document_content_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nursing_observation" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "site" TEXT NOT NULL,
    "visit_id" UUID,
    "kind" TEXT,
    "name" TEXT,
    "value" TEXT,
    "number" DOUBLE PRECISION,
    "second" DOUBLE PRECISION,
    "unit" TEXT,
    "by" JSONB,
    "note" TEXT,
    "withdrawn" BOOLEAN,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "nursing_observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clinical_order" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "filler" TEXT,
    "visit_id" UUID,
    "group_number" TEXT,
    "prescription" TEXT,
    "category" TEXT,
    "term" TEXT,
    "code" JSONB,
    "name" TEXT,
    "specification" TEXT,
    "dose" JSONB,
    "quantity" JSONB,
    "route" TEXT,
    "frequency" TEXT,
    "notes" JSONB,
    "start_at" TIMESTAMPTZ(3),
    "stop_at" TIMESTAMPTZ(3),
    "state" TEXT,
    "doctor" JSONB,
    "stopped_by" JSONB,
    "department" TEXT,
    "urgent" BOOLEAN,
    "ordered_at" TIMESTAMPTZ(3),
    "stamps" JSONB NOT NULL,

    CONSTRAINT "clinical_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_execution" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "visit_id" UUID,
    "order_number" TEXT,
    "state" TEXT,
    "at" TIMESTAMPTZ(3),
    "by" JSONB,
    "dose" JSONB,
    "note" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "order_execution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_charge" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "visit_id" UUID,
    "code" JSONB,
    "name" TEXT,
    "amount" TEXT,
    "quantity" TEXT,
    "type" TEXT,
    "at" TIMESTAMPTZ(3),
    "order_number" TEXT,
    "department" TEXT,
    "by" JSONB,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "order_charge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "visit_id" UUID,
    "placer" TEXT,
    "filler" TEXT,
    "kind" TEXT,
    "name" TEXT,
    "service" TEXT,
    "doctor" JSONB,
    "specimen" JSONB,
    "priority" TEXT,
    "status" TEXT,
    "observed_at" TIMESTAMPTZ(3),
    "reported_at" TIMESTAMPTZ(3),
    "notes" JSONB,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "result" (
    "report_id" UUID NOT NULL,
    "slot" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "patient_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "system" TEXT,
    "name" TEXT,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "number" DOUBLE PRECISION,
    "comparator" TEXT,
    "unit" TEXT,
    "range_text" TEXT,
    "range_low" DOUBLE PRECISION,
    "range_high" DOUBLE PRECISION,
    "flags" JSONB NOT NULL,
    "status" TEXT,
    "observed_at" TIMESTAMPTZ(3),
    "observer" JSONB,
    "method" TEXT,
    "notes" JSONB NOT NULL,
    "unreadable" TEXT,

    CONSTRAINT "result_pkey" PRIMARY KEY ("report_id","slot","stamp")
);

-- CreateTable
CREATE TABLE "clinic_session" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "department" TEXT,
    "doctor" JSONB,
    "clinic" TEXT,
    "day" TEXT,
    "period" TEXT,
    "from" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "places" INTEGER,
    "taken" INTEGER,
    "room" TEXT,
    "state" TEXT,
    "reason" TEXT,
    "substitute" JSONB,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "clinic_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clinic_booking" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "patient_id" UUID,
    "visit_id" UUID,
    "session_number" TEXT,
    "department" TEXT,
    "doctor" JSONB,
    "from" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "place" TEXT,
    "channel" TEXT,
    "service" JSONB,
    "reason" TEXT,
    "state" TEXT,
    "stamps" JSONB NOT NULL,

    CONSTRAINT "clinic_booking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation" (
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

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consultation_patient_id_requested_at_idx" ON "consultation"("patient_id", "requested_at");

-- CreateIndex
CREATE INDEX "consultation_requested_at_idx" ON "consultation"("requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "consultation_source_number_key" ON "consultation"("source", "number");

-- CreateIndex
CREATE INDEX "consultation_part_consultation_id_idx" ON "consultation_part"("consultation_id");

-- CreateIndex
CREATE UNIQUE INDEX "consultation_opinion_consultation_id_who_key" ON "consultation_opinion"("consultation_id", "who");

-- CreateIndex
CREATE INDEX "document_patient_id_written_at_idx" ON "document"("patient_id", "written_at");

-- CreateIndex
CREATE INDEX "document_patient_id_order_number_idx" ON "document"("patient_id", "order_number");

-- CreateIndex
CREATE INDEX "document_patient_id_parent_idx" ON "document"("patient_id", "parent");

-- CreateIndex
CREATE UNIQUE INDEX "document_patient_id_source_number_key" ON "document"("patient_id", "source", "number");

-- CreateIndex
CREATE UNIQUE INDEX "document_content_document_id_digest_key" ON "document_content"("document_id", "digest");

-- CreateIndex
CREATE INDEX "nursing_observation_patient_id_at_idx" ON "nursing_observation"("patient_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "nursing_observation_patient_id_source_item_at_site_key" ON "nursing_observation"("patient_id", "source", "item", "at", "site");

-- CreateIndex
CREATE UNIQUE INDEX "clinical_order_patient_id_source_number_key" ON "clinical_order"("patient_id", "source", "number");

-- CreateIndex
CREATE INDEX "order_execution_patient_id_order_number_idx" ON "order_execution"("patient_id", "order_number");

-- CreateIndex
CREATE UNIQUE INDEX "order_execution_patient_id_source_number_key" ON "order_execution"("patient_id", "source", "number");

-- CreateIndex
CREATE INDEX "order_charge_patient_id_at_idx" ON "order_charge"("patient_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "order_charge_patient_id_source_number_key" ON "order_charge"("patient_id", "source", "number");

-- CreateIndex
CREATE INDEX "report_patient_id_reported_at_idx" ON "report"("patient_id", "reported_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_patient_id_source_number_item_key" ON "report"("patient_id", "source", "number", "item");

-- CreateIndex
CREATE INDEX "result_patient_id_item_idx" ON "result"("patient_id", "item");

-- CreateIndex
CREATE INDEX "clinic_session_day_department_idx" ON "clinic_session"("day", "department");

-- CreateIndex
CREATE UNIQUE INDEX "clinic_session_source_number_key" ON "clinic_session"("source", "number");

-- CreateIndex
CREATE INDEX "clinic_booking_session_number_idx" ON "clinic_booking"("session_number");

-- CreateIndex
CREATE INDEX "clinic_booking_patient_id_from_idx" ON "clinic_booking"("patient_id", "from");

-- CreateIndex
CREATE UNIQUE INDEX "clinic_booking_source_number_key" ON "clinic_booking"("source", "number");

-- CreateIndex
CREATE INDEX "operation_planned_from_idx" ON "operation"("planned_from");

-- CreateIndex
CREATE INDEX "operation_patient_id_planned_from_idx" ON "operation"("patient_id", "planned_from");

-- CreateIndex
CREATE UNIQUE INDEX "operation_source_number_key" ON "operation"("source", "number");
