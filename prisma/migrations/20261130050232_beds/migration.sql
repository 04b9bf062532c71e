-- CreateTable
CREATE TABLE "bed" (
    "code" TEXT NOT NULL,
    "ward_code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "room" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "source" TEXT NOT NULL DEFAULT 'hand',

    CONSTRAINT "bed_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE UNIQUE INDEX "bed_ward_code_number_key" ON "bed"("ward_code", "number");

-- AddForeignKey
ALTER TABLE "bed" ADD CONSTRAINT "bed_ward_code_fkey" FOREIGN KEY ("ward_code") REFERENCES "ward"("code") ON DELETE CASCADE ON UPDATE CASCADE;
