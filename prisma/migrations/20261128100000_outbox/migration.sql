-- What is still to be told, written with what happened.
CREATE TABLE "Outbox" (
    "ticketId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "lane" INTEGER NOT NULL,
    "notice" JSONB NOT NULL,
    "released" BOOLEAN NOT NULL DEFAULT false,
    "askAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "notBefore" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("ticketId", "version", "place")
);

CREATE INDEX "Outbox_dueAt_idx" ON "Outbox"("dueAt");
CREATE INDEX "Outbox_askAt_idx" ON "Outbox"("askAt") WHERE NOT "released";

-- Every row lives for seconds: dead ones are to go as soon.
ALTER TABLE "Outbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, fillfactor = 70);
