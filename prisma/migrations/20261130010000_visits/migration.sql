-- For the equality beside the overlap below. It is a trusted extension, so that the database's owner may make it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE "Visit" (
    "ticketId" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "engineerId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "booked" BOOLEAN NOT NULL,
    "dispatchedAt" TIMESTAMPTZ(3) NOT NULL,
    "arrivedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "known" BOOLEAN NOT NULL DEFAULT false,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("ticketId", "n"),
    CONSTRAINT "Visit_slot" CHECK ("from" < "until"),
    -- Nobody is in two places: the one thing that two tickets can want at once.
    CONSTRAINT "Visit_one_at_a_time" EXCLUDE USING gist ("engineerId" WITH =, tstzrange("from", "until") WITH &&) WHERE ("booked")
);

ALTER TABLE "Visit" ADD CONSTRAINT "Visit_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "Visit_unknown_idx" ON "Visit"("writtenAt") WHERE "booked" AND NOT "known";
