-- CreateTable
CREATE TABLE "fhir_waiting" (
    "sender" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arrival" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fhir_waiting_pkey" PRIMARY KEY ("sender","name","arrival")
);

-- CreateIndex
CREATE INDEX "fhir_waiting_since_idx" ON "fhir_waiting"("since");
