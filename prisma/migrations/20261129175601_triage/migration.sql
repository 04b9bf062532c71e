-- AlterTable
ALTER TABLE "intake_matter" ADD COLUMN     "note" TEXT;

-- CreateTable
CREATE TABLE "code_mapping" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "foreign" TEXT NOT NULL,
    "ours" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "code_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dictionary" (
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "dictionary_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "dictionary_entry" (
    "id" UUID NOT NULL,
    "dictionary" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "pinyin" TEXT NOT NULL,
    "others" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "position" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "source" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "dictionary_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_code" (
    "id" UUID NOT NULL,
    "sender" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "note" TEXT,

    CONSTRAINT "intake_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_code_arrival" (
    "code_id" UUID NOT NULL,
    "arrival" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "intake_code_arrival_pkey" PRIMARY KEY ("code_id","arrival")
);

-- CreateIndex
CREATE INDEX "code_mapping_kind_ours_idx" ON "code_mapping"("kind", "ours");

-- CreateIndex
CREATE UNIQUE INDEX "code_mapping_kind_sender_foreign_key" ON "code_mapping"("kind", "sender", "foreign");

-- CreateIndex
CREATE INDEX "dictionary_entry_dictionary_position_code_idx" ON "dictionary_entry"("dictionary", "position", "code");

-- CreateIndex
CREATE UNIQUE INDEX "dictionary_entry_dictionary_code_key" ON "dictionary_entry"("dictionary", "code");

-- CreateIndex
CREATE INDEX "intake_code_state_first_at_idx" ON "intake_code"("state", "first_at");

-- CreateIndex
CREATE UNIQUE INDEX "intake_code_sender_kind_code_key" ON "intake_code"("sender", "kind", "code");

-- CreateIndex
CREATE INDEX "intake_code_arrival_arrival_idx" ON "intake_code_arrival"("arrival");

-- AddForeignKey
ALTER TABLE "intake_code_arrival" ADD CONSTRAINT "intake_code_arrival_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "intake_code"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
