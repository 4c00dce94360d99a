-- Support records and maintenance summaries as they were made, and those that are still to be made.
CREATE TABLE "DueDocument" (
    "ticketId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "lane" INTEGER NOT NULL,
    "released" BOOLEAN NOT NULL DEFAULT false,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DueDocument_pkey" PRIMARY KEY ("ticketId", "kind", "version")
);

CREATE TABLE "Document" (
    "ticketId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "cycle" INTEGER NOT NULL,
    "recordHash" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "templateVersion" INTEGER NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("ticketId", "kind", "version", "language")
);

CREATE INDEX "DueDocument_dueAt_idx" ON "DueDocument"("dueAt");

-- Every row lives for seconds: dead ones are to go as soon.
ALTER TABLE "DueDocument" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, fillfactor = 70);
