-- What machines say under one key of one customer: one open ticket for each, and a repeat is counted.
CREATE TABLE "Alarm" (
    "customerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "ticketId" TEXT,
    "ticketNumber" TEXT,
    "followsId" TEXT,
    "count" INTEGER NOT NULL DEFAULT 0,
    "flaps" INTEGER NOT NULL DEFAULT 0,
    "firstAt" TIMESTAMPTZ(3),
    "lastAt" TIMESTAMPTZ(3),
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("customerId", "key")
);

CREATE INDEX "Alarm_ticketId_idx" ON "Alarm"("ticketId");

ALTER TABLE "IdempotencyKey" ADD COLUMN "counted" BOOLEAN NOT NULL DEFAULT false;

-- A duplicate names the ticket in which it goes on.
ALTER TABLE "Ticket" ADD COLUMN "mergedIntoId" TEXT;

CREATE INDEX "Ticket_mergedIntoId_idx" ON "Ticket"("mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;

-- Of two links that are made at the same instant the second sees the first: so no ticket goes on in one that has ended or
-- goes on elsewhere itself, in whatever order, and there is no circle. Nobody can be told by a check of ours that runs before.
CREATE FUNCTION "refuseUnfitLink"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('links of tickets'));
  IF NEW."mergedIntoId" IS NOT NULL AND NEW."mergedIntoId" IS DISTINCT FROM OLD."mergedIntoId" AND NOT EXISTS (
    SELECT FROM "Ticket" WHERE "id" = NEW."mergedIntoId" AND "id" <> NEW."id" AND "customerId" = NEW."customerId"
      AND "status" NOT IN ('closed', 'cancelled')
  ) THEN
    RAISE EXCEPTION 'no ticket that another can be merged into' USING ERRCODE = '23M01';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "Ticket_links" BEFORE UPDATE OF "mergedIntoId" ON "Ticket" FOR EACH ROW
  WHEN (NEW."mergedIntoId" IS DISTINCT FROM OLD."mergedIntoId")
  EXECUTE FUNCTION "refuseUnfitLink"();
