-- What is promised, apart from our own targets: until now there were none of these.
ALTER TABLE "Ticket" ADD COLUMN "promisedDueAt" TIMESTAMPTZ(3),
ADD COLUMN "promiseLateFrom" TIMESTAMPTZ(3);

UPDATE "Ticket" SET "promisedDueAt" = "nextDueAt", "promiseLateFrom" = "overdueFrom";
