-- The column was never written; it now counts changes of the subject while a card is on its way.
ALTER TABLE "delivery" RENAME COLUMN "attempts" TO "changes";
