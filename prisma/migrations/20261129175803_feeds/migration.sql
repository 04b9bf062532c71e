-- CreateTable
CREATE TABLE "feed" (
    "id" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "first_heard_at" TIMESTAMPTZ(3) NOT NULL,
    "last_heard_at" TIMESTAMPTZ(3) NOT NULL,
    "silent_minutes" INTEGER,
    "recent_delays" INTEGER[],
    "retired" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "feed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_hour" (
    "feed_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "messages" INTEGER NOT NULL,
    "refusals" INTEGER NOT NULL,
    "gap_seconds" INTEGER NOT NULL,
    "delays" INTEGER[],

    CONSTRAINT "feed_hour_pkey" PRIMARY KEY ("feed_id","hour")
);

-- CreateTable
CREATE TABLE "feed_incident" (
    "id" UUID NOT NULL,
    "feed_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "seen" INTEGER NOT NULL,
    "usual" INTEGER NOT NULL,

    CONSTRAINT "feed_incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_downtime" (
    "id" UUID NOT NULL,
    "feed_id" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "feed_downtime_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feed_incident_feed_id_kind_closed_at_idx" ON "feed_incident"("feed_id", "kind", "closed_at");

-- CreateIndex
CREATE INDEX "feed_incident_opened_at_idx" ON "feed_incident"("opened_at");

-- CreateIndex
CREATE INDEX "feed_downtime_feed_id_until_idx" ON "feed_downtime"("feed_id", "until");
