-- CreateTable
CREATE TABLE "telling_plan" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT,

    CONSTRAINT "telling_plan_pkey" PRIMARY KEY ("version")
);
