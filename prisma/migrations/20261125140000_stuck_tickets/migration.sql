-- Since when the database refuses what is to be recorded of a ticket; empty while all is well.
ALTER TABLE "Ticket" ADD COLUMN "stuckSince" TIMESTAMPTZ(3);
