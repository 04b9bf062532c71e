-- AlterTable
ALTER TABLE "opening" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT '';
