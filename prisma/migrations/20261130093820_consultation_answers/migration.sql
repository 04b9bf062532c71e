-- CreateIndex
CREATE INDEX "consultation_number_idx" ON "consultation"("number");

-- Who answered a consultation by a record document: asked for each person's own list.
CREATE INDEX "document_consultation_record" ON "document"((coalesce("signer", "author") ->> 'number')) WHERE "kind" = 'C0045' AND "order_number" IS NOT NULL;
