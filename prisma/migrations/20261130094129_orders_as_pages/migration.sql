-- AlterTable
ALTER TABLE "opening" ADD COLUMN     "asked" JSONB;
