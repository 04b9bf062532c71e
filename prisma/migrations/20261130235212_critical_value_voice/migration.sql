-- CreateTable
CREATE TABLE "critical_value_voice" (
    "id" UUID NOT NULL,
    "value_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "digest" TEXT NOT NULL,
    "sealed_content" BYTEA NOT NULL,
    "attached_at" TIMESTAMPTZ(3),

    CONSTRAINT "critical_value_voice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "critical_value_voice_value_id_idx" ON "critical_value_voice"("value_id");

-- CreateIndex
CREATE INDEX "critical_value_voice_attached_at_at_idx" ON "critical_value_voice"("attached_at", "at");
