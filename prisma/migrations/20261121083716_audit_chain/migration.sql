-- DropIndex
DROP INDEX "audit_at_idx";

-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "admin_role" TEXT;

-- CreateTable
CREATE TABLE "audit_cursor" (
    "lane" SMALLINT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "audit_cursor_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "audit_alert" (
    "id" UUID NOT NULL,
    "staff_number" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "patients" UUID[],
    "state" TEXT NOT NULL,
    "note" TEXT,
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_archive" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "manifest" JSONB NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_archive_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_alert_state_last_at_idx" ON "audit_alert"("state", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_alert_staff_number_rule_day_key" ON "audit_alert"("staff_number", "rule", "day");

-- CreateIndex
CREATE INDEX "audit_archive_at_idx" ON "audit_archive"("at");

-- CreateIndex
CREATE INDEX "audit_at_id_idx" ON "audit"("at", "id");

-- CreateIndex
CREATE INDEX "audit_act_at_idx" ON "audit"("act", "at");

-- From now on every new row has its place in a chain; older rows stay as they are, "before the chain".
ALTER TABLE "audit" ADD CONSTRAINT "audit_is_chained" CHECK ("lane" IS NOT NULL AND "seq" IS NOT NULL AND "mac" IS NOT NULL AND "hash" IS NOT NULL) NOT VALID;

-- A lane only moves forward.
CREATE FUNCTION audit_lane_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.lane = OLD.lane AND NEW.seq = OLD.seq + 1 THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'audit lanes only move forward';
END $$;

CREATE TRIGGER audit_lane_forward BEFORE UPDATE OR DELETE ON "audit_lane" FOR EACH ROW EXECUTE FUNCTION audit_lane_moves_forward();
CREATE TRIGGER audit_lane_never_emptied BEFORE TRUNCATE ON "audit_lane" FOR EACH STATEMENT EXECUTE FUNCTION audit_lane_moves_forward();
