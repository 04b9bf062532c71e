-- CreateIndex
CREATE INDEX "duty_staff_number_duty_idx" ON "duty"("staff_number", "duty");

-- CreateIndex
CREATE INDEX "medical_group_leader_idx" ON "medical_group"("leader");

-- CreateIndex
CREATE INDEX "visit_nurse_idx" ON "visit"("nurse");

-- CreateIndex
CREATE INDEX "ward_department_code_idx" ON "ward"("department_code");
