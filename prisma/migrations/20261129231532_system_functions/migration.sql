-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "functions" TEXT[] DEFAULT ARRAY[]::TEXT[];
