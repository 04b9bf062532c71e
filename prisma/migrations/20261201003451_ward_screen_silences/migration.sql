-- CreateTable
CREATE TABLE "ward_screen_silence" (
    "id" UUID NOT NULL,
    "screen_id" UUID NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "back_at" TIMESTAMPTZ(3),

    CONSTRAINT "ward_screen_silence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ward_screen_silence_screen_id_back_at_idx" ON "ward_screen_silence"("screen_id", "back_at");

-- AddForeignKey
ALTER TABLE "ward_screen_silence" ADD CONSTRAINT "ward_screen_silence_screen_id_fkey" FOREIGN KEY ("screen_id") REFERENCES "ward_screen"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
