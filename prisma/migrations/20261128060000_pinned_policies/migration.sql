-- SLA 18: a contract keeps the version of its policy that it had, until an act puts it on another.
ALTER TABLE "Contract" ADD COLUMN "policyVersion" INTEGER,
ADD COLUMN "followUp" JSONB;

UPDATE "Contract" SET "policyVersion" =
  coalesce((SELECT max("version") FROM "Policy" WHERE "Policy"."id" = "Contract"."policyId"), 1);

ALTER TABLE "Contract" ALTER COLUMN "policyVersion" SET NOT NULL;
