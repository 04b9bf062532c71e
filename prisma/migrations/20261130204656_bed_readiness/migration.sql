-- CreateTable
CREATE TABLE "bed_readiness" (
    "id" UUID NOT NULL,
    "ward" TEXT NOT NULL,
    "bed" TEXT NOT NULL,
    "state" TEXT,
    "at" TIMESTAMPTZ(3),
    "stamps" JSONB NOT NULL,

    CONSTRAINT "bed_readiness_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "bed_readiness_ward_bed_key" ON "bed_readiness"("ward", "bed");

-- Who came into a ward's beds and left them since: asked for each bed that is said not to be ready (services/clinical/beds/store.ts).
-- CreateIndex
CREATE INDEX "patient_move_into" ON "patient_move"(("to"->>'ward'), "at");

-- CreateIndex
CREATE INDEX "patient_move_out_of" ON "patient_move"(("from"->>'ward'), "at");
