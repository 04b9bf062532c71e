-- Collation C: LIKE with a beginning uses the index whatever the database's own collation.
-- AlterTable
ALTER TABLE "patient" ADD COLUMN     "named_as" TEXT;

-- CreateTable
CREATE TABLE "patient_name" (
    "patient_id" UUID NOT NULL,
    "reading" SMALLINT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "given" TEXT COLLATE "C" NOT NULL,
    "pinyin" TEXT COLLATE "C" NOT NULL,
    "given_pinyin" TEXT COLLATE "C" NOT NULL,
    "initials" TEXT COLLATE "C" NOT NULL,
    "sound" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "patient_name_pkey" PRIMARY KEY ("patient_id","reading")
);

-- CreateIndex
CREATE INDEX "patient_name_name_idx" ON "patient_name"("name");

-- CreateIndex
CREATE INDEX "patient_name_given_idx" ON "patient_name"("given");

-- CreateIndex
CREATE INDEX "patient_name_pinyin_idx" ON "patient_name"("pinyin");

-- CreateIndex
CREATE INDEX "patient_name_given_pinyin_idx" ON "patient_name"("given_pinyin");

-- CreateIndex
CREATE INDEX "patient_name_initials_idx" ON "patient_name"("initials");

-- CreateIndex
CREATE INDEX "patient_name_sound_idx" ON "patient_name"("sound");
