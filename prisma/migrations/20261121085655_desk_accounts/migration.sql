-- AlterTable
ALTER TABLE "password" ADD COLUMN     "disabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sign_in_guard" DROP CONSTRAINT "sign_in_guard_pkey",
DROP COLUMN "staff_number",
ADD COLUMN     "last_at" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "who" TEXT NOT NULL,
ADD CONSTRAINT "sign_in_guard_pkey" PRIMARY KEY ("who", "proof");

-- AlterTable
ALTER TABLE "totp" ALTER COLUMN "confirmed_at" SET NOT NULL;

-- CreateIndex
CREATE INDEX "sign_in_guard_last_at_idx" ON "sign_in_guard"("last_at");
