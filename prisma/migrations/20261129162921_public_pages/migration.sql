-- CreateTable
CREATE TABLE "public_page" (
    "owner" TEXT NOT NULL,
    "text" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "published_by" TEXT NOT NULL,

    CONSTRAINT "public_page_pkey" PRIMARY KEY ("owner")
);
