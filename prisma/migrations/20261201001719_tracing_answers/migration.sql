-- AlterTable
ALTER TABLE "tracing" ADD COLUMN     "taken_at" TIMESTAMPTZ(3),
ADD COLUMN     "taken_by" TEXT,
ADD COLUMN     "taken_opening" UUID,
ADD COLUMN     "taken_read" JSONB,
ADD COLUMN     "taken_way" TEXT;
