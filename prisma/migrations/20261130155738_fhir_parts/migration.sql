-- CreateTable
CREATE TABLE "fhir_part" (
    "id" TEXT NOT NULL,
    "names" TEXT[],
    "sealed_resource" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "arrival" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fhir_part_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fhir_part_names_idx" ON "fhir_part" USING GIN ("names");

-- CreateIndex
CREATE INDEX "fhir_part_heard_at_idx" ON "fhir_part"("heard_at");
