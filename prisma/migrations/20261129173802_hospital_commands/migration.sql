-- CreateTable
CREATE TABLE "hospital_command" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "staff_number" TEXT NOT NULL,
    "sealed_body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "unsure" BOOLEAN NOT NULL DEFAULT false,
    "code" TEXT,
    "sealed_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "hospital_command_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "hospital_command_key_key" ON "hospital_command"("key");

-- CreateIndex
CREATE INDEX "hospital_command_created_at_id_idx" ON "hospital_command"("created_at", "id");

-- CreateIndex
CREATE INDEX "hospital_command_state_created_at_idx" ON "hospital_command"("state", "created_at");
