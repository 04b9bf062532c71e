-- DropIndex
DROP INDEX "judged_result_arrival_idx";

-- DropIndex
DROP INDEX "judged_result_result_key_idx";
