-- Mailed links by which one person of a ticket acts on it without an account.
CREATE TABLE "PersonalLink" (
    "tokenHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PersonalLink_pkey" PRIMARY KEY ("tokenHash")
);

CREATE INDEX "PersonalLink_expiresAt_tokenHash_idx" ON "PersonalLink"("expiresAt", "tokenHash");
