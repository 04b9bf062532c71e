-- AlterTable
ALTER TABLE "intake_matter" ADD COLUMN     "last_at" TIMESTAMPTZ(3),
ADD COLUMN     "messages" INTEGER NOT NULL DEFAULT 1;

-- What was noted once for each message becomes one remark for each sender and reason: the newest keeps its row, with the count.
WITH remarks AS (
  SELECT id, row_number() OVER w AS place, count(*) OVER (PARTITION BY sender, reason) AS messages, max(opened_at) OVER (PARTITION BY sender, reason) AS last_at
    FROM intake_matter
   WHERE state = 'open' AND kind = 'message' AND reason IN ('time-without-hour', 'time-without-offset', 'subject-assumed', 'linked-not-merged', 'type-not-read', 'not-read', 'event-not-read', 'order-number-shared', 'procedure-not-surgical', 'request-missing')
  WINDOW w AS (PARTITION BY sender, reason ORDER BY opened_at DESC, id DESC))
UPDATE intake_matter m
   SET kind = CASE WHEN r.place = 1 THEN 'remark' ELSE m.kind END, messages = CASE WHEN r.place = 1 THEN r.messages ELSE 1 END, last_at = CASE WHEN r.place = 1 THEN r.last_at END,
       state = CASE WHEN r.place = 1 THEN 'open' ELSE 'solved' END, closed_at = CASE WHEN r.place = 1 THEN NULL ELSE now() END, closed_by = CASE WHEN r.place = 1 THEN NULL ELSE 'system:wardline' END
  FROM remarks r WHERE r.id = m.id;

CREATE UNIQUE INDEX "intake_matter_remark_key" ON "intake_matter"("sender", "reason") WHERE "kind" = 'remark';
