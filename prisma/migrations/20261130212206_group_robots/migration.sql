-- CreateTable
CREATE TABLE "group_robot" (
    "id" UUID NOT NULL,
    "ward_code" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed_token" TEXT NOT NULL,
    "sealed_secret" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "rests_until" TIMESTAMPTZ(3),
    "taken_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_robot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_robot_message" (
    "id" UUID NOT NULL,
    "robot_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,

    CONSTRAINT "group_robot_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "group_robot_ward_code_idx" ON "group_robot"("ward_code");

-- CreateIndex
CREATE INDEX "group_robot_message_robot_id_sent_at_idx" ON "group_robot_message"("robot_id", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "group_robot_message_robot_id_subject_reason_key" ON "group_robot_message"("robot_id", "subject", "reason");

-- AddForeignKey
ALTER TABLE "group_robot_message" ADD CONSTRAINT "group_robot_message_robot_id_fkey" FOREIGN KEY ("robot_id") REFERENCES "group_robot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
