-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "address" TEXT,
ADD COLUMN     "hash" BYTEA,
ADD COLUMN     "lane" SMALLINT,
ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "patients" UUID[],
ADD COLUMN     "role" TEXT,
ADD COLUMN     "seq" BIGINT,
ADD COLUMN     "terminal" TEXT;

-- AlterTable
ALTER TABLE "department" ADD COLUMN     "active" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "campus_code" TEXT,
ADD COLUMN     "institution_code" TEXT,
ADD COLUMN     "intro" TEXT,
ADD COLUMN     "location" TEXT,
ADD COLUMN     "parent_code" TEXT,
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'hand';

-- AlterTable
ALTER TABLE "patient" ADD COLUMN     "id_number_index" TEXT,
ADD COLUMN     "phone_index" TEXT,
ADD COLUMN     "phone_tail_index" TEXT,
ADD COLUMN     "sealed_address" TEXT,
ADD COLUMN     "sealed_guardian" TEXT,
ADD COLUMN     "sealed_guardian_phone" TEXT,
ADD COLUMN     "sealed_id_number" TEXT,
ADD COLUMN     "sealed_phone" TEXT;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "address" TEXT,
ADD COLUMN     "device" TEXT,
ADD COLUMN     "ended_why" TEXT,
ADD COLUMN     "stepped_up_at" TIMESTAMPTZ(3),
ADD COLUMN     "stepped_up_by" TEXT;

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "admin_role" TEXT,
ADD COLUMN     "on_leave_until" TIMESTAMPTZ(3),
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'hand';

-- AlterTable
ALTER TABLE "visit" ADD COLUMN     "group_code" TEXT;

-- AlterTable
ALTER TABLE "ward" ADD COLUMN     "active" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "campus_code" TEXT,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'hand';

-- CreateTable
CREATE TABLE "api_client" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "allowed" TEXT[],
    "addresses" TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "api_client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_client_key" (
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_client_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_lane" (
    "lane" SMALLINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_lane_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "audit_anchor" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "heads" JSONB NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_anchor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL,
    "suite" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_grant" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "given_by" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "verdict" TEXT,
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "review_note" TEXT,

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patient_flag" (
    "patient_id" UUID NOT NULL,
    "flag" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_flag_pkey" PRIMARY KEY ("patient_id","flag")
);

-- CreateTable
CREATE TABLE "institution" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_code" TEXT,
    "level" TEXT,
    "tags" TEXT[],
    "address" TEXT,
    "hotline" TEXT,
    "home_page" TEXT,
    "intro" TEXT,
    "floor_guide" TEXT,
    "visit_guide" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "institution_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "campus" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "institution_code" TEXT NOT NULL,
    "address" TEXT,
    "hotline" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "campus_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "department_binding" (
    "platform" TEXT NOT NULL,
    "corp" TEXT NOT NULL,
    "external" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,

    CONSTRAINT "department_binding_pkey" PRIMARY KEY ("platform","corp","external")
);

-- CreateTable
CREATE TABLE "medical_group" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department_code" TEXT NOT NULL,
    "leader" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "source" TEXT NOT NULL DEFAULT 'hand',

    CONSTRAINT "medical_group_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "medical_group_member" (
    "id" UUID NOT NULL,
    "group_code" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "medical_group_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_sync" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "started_by" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "failure" TEXT,

    CONSTRAINT "directory_sync_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_record" (
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "seen_by" UUID NOT NULL,

    CONSTRAINT "directory_record_pkey" PRIMARY KEY ("source","kind","key")
);

-- CreateTable
CREATE TABLE "directory_matter" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "settled_by" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "resolution" TEXT,

    CONSTRAINT "directory_matter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seal_rotation" (
    "to_version" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,
    "sealed" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "seal_rotation_pkey" PRIMARY KEY ("to_version","holder")
);

-- CreateTable
CREATE TABLE "password" (
    "staff_number" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "must_change" BOOLEAN NOT NULL DEFAULT false,
    "earlier" TEXT[],

    CONSTRAINT "password_pkey" PRIMARY KEY ("staff_number")
);

-- CreateTable
CREATE TABLE "totp" (
    "staff_number" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT,

    CONSTRAINT "totp_pkey" PRIMARY KEY ("staff_number")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_guard" (
    "staff_number" TEXT NOT NULL,
    "proof" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_guard_pkey" PRIMARY KEY ("staff_number","proof")
);

-- CreateIndex
CREATE INDEX "api_client_key_client_id_idx" ON "api_client_key"("client_id");

-- CreateIndex
CREATE INDEX "audit_anchor_at_idx" ON "audit_anchor"("at");

-- CreateIndex
CREATE INDEX "channel_expires_at_idx" ON "channel"("expires_at");

-- CreateIndex
CREATE INDEX "access_grant_staff_number_until_idx" ON "access_grant"("staff_number", "until");

-- CreateIndex
CREATE INDEX "access_grant_scope_target_until_idx" ON "access_grant"("scope", "target", "until");

-- CreateIndex
CREATE INDEX "access_grant_kind_from_idx" ON "access_grant"("kind", "from");

-- CreateIndex
CREATE INDEX "department_binding_department_code_idx" ON "department_binding"("department_code");

-- CreateIndex
CREATE INDEX "medical_group_department_code_idx" ON "medical_group"("department_code");

-- CreateIndex
CREATE INDEX "medical_group_member_staff_number_from_idx" ON "medical_group_member"("staff_number", "from");

-- CreateIndex
CREATE INDEX "medical_group_member_group_code_idx" ON "medical_group_member"("group_code");

-- CreateIndex
CREATE INDEX "directory_sync_source_started_at_idx" ON "directory_sync"("source", "started_at");

-- CreateIndex
CREATE INDEX "directory_record_source_kind_seen_by_idx" ON "directory_record"("source", "kind", "seen_by");

-- CreateIndex
CREATE INDEX "directory_matter_state_last_at_idx" ON "directory_matter"("state", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "directory_matter_source_kind_key_key" ON "directory_matter"("source", "kind", "key");

-- CreateIndex
CREATE INDEX "passkey_staff_number_idx" ON "passkey"("staff_number");

-- CreateIndex
CREATE INDEX "audit_patients_idx" ON "audit" USING GIN ("patients");

-- CreateIndex
CREATE UNIQUE INDEX "audit_lane_seq_key" ON "audit"("lane", "seq");

-- CreateIndex
CREATE INDEX "department_parent_code_idx" ON "department"("parent_code");

-- CreateIndex
CREATE INDEX "patient_id_number_index_idx" ON "patient"("id_number_index");

-- CreateIndex
CREATE INDEX "patient_phone_index_idx" ON "patient"("phone_index");

-- CreateIndex
CREATE INDEX "patient_phone_tail_index_idx" ON "patient"("phone_tail_index");

-- CreateIndex
CREATE INDEX "visit_attending_idx" ON "visit"("attending");

-- CreateIndex
CREATE INDEX "visit_group_code_idx" ON "visit"("group_code");

-- CreateIndex
CREATE INDEX "visit_department_code_admitted_at_idx" ON "visit"("department_code", "admitted_at");

-- AddForeignKey
ALTER TABLE "api_client_key" ADD CONSTRAINT "api_client_key_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "api_client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campus" ADD CONSTRAINT "campus_institution_code_fkey" FOREIGN KEY ("institution_code") REFERENCES "institution"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medical_group_member" ADD CONSTRAINT "medical_group_member_group_code_fkey" FOREIGN KEY ("group_code") REFERENCES "medical_group"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rows of the audit are only added. Archiving, which first proves the chain and writes the rows elsewhere, says so for
-- its own transaction; whoever can drop triggers can still delete, and the chain and its anchors show it.
CREATE FUNCTION audit_is_appended_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('wardline.archiving', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'audit rows are only added';
END $$;

CREATE TRIGGER audit_appended_only BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION audit_is_appended_only();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION audit_is_appended_only();
