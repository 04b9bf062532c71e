-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "delayed_at" TIMESTAMPTZ(3),
ADD COLUMN     "doubts" JSONB NOT NULL DEFAULT '[]';
