-- 12床 without a ward: whoever lies in such a bed now, among the visits of ten years. Only the migration can say it (see Visit).
-- CreateIndex
CREATE INDEX "visit_bed_taken" ON "visit"("bed") WHERE "bed" IS NOT NULL AND "discharged_at" IS NULL AND "counts";
