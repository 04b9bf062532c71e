-- AlterTable
ALTER TABLE "department" ADD COLUMN     "floor_guide" TEXT,
ADD COLUMN     "home_page" TEXT,
ADD COLUMN     "tags" TEXT[],
ADD COLUMN     "visit_guide" TEXT;

-- AlterTable
ALTER TABLE "department_binding" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "directory_sync" ADD COLUMN     "complete" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "confirmed" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "staff_account" ADD COLUMN     "union_id" TEXT;

-- DropTable
DROP TABLE "directory_record";

-- CreateTable
CREATE TABLE "directory_told" (
    "sync_id" UUID NOT NULL,
    "at" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "directory_told_pkey" PRIMARY KEY ("sync_id","at")
);

-- CreateTable
CREATE TABLE "directory_file_part" (
    "sync_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "directory_file_part_pkey" PRIMARY KEY ("sync_id","part")
);

-- CreateTable
CREATE TABLE "directory_picture" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "caption" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "directory_picture_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "directory_told_sync_id_kind_key_idx" ON "directory_told"("sync_id", "kind", "key");

-- CreateIndex
CREATE INDEX "directory_picture_owner_position_idx" ON "directory_picture"("owner", "position");
