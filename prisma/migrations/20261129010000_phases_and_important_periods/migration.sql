-- How far a contract has come, and when it promises more: none of either for those of before.
ALTER TABLE "Contract" ADD COLUMN "phases" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "importantPeriods" JSONB NOT NULL DEFAULT '[]';
