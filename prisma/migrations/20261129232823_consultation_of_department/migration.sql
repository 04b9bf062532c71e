-- AlterTable
ALTER TABLE "access_grant" ADD COLUMN     "department_code" TEXT;

-- CreateIndex
CREATE INDEX "access_grant_department_code_until_idx" ON "access_grant"("department_code", "until");
