-- CreateTable
CREATE TABLE "operation_number" (
    "source" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "operation_id" UUID NOT NULL,
    "main" BOOLEAN NOT NULL,

    CONSTRAINT "operation_number_pkey" PRIMARY KEY ("source","number")
);

-- CreateIndex
CREATE INDEX "operation_number_number_idx" ON "operation_number"("number");

-- CreateIndex
CREATE INDEX "operation_number_operation_id_idx" ON "operation_number"("operation_id");

-- What was told goes by the number it was told under.
INSERT INTO "operation_number" ("source", "number", "operation_id", "main") SELECT "source", "number", "id", TRUE FROM "operation" ON CONFLICT DO NOTHING;
