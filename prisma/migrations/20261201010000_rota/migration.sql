-- R3.4: who stands by when, and who takes over.
CREATE TABLE "Duty" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "customerId" TEXT,
    "timeZone" TEXT NOT NULL,
    "atLeast" INTEGER NOT NULL,
    "calendar" TEXT NOT NULL,
    "workingDays" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "retiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changes" INTEGER NOT NULL DEFAULT 1,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "lookAt" TIMESTAMPTZ(3),

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Shift" (
    "id" TEXT NOT NULL,
    "dutyId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "standbyId" TEXT,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "substitutions" JSONB NOT NULL DEFAULT '[]',
    "handover" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "retiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Shift_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Shift_order" CHECK ("from" < "until"),
    -- Who stands twice at once would be counted as two: whoever wrote one of them meant another hour.
    CONSTRAINT "Shift_once_at_a_time" EXCLUDE USING gist ("dutyId" WITH =, "userId" WITH =, tstzrange("from", "until") WITH &&) WHERE ("retiredAt" IS NULL)
);

CREATE INDEX "Duty_customerId_idx" ON "Duty"("customerId");
CREATE INDEX "Shift_dutyId_until_idx" ON "Shift"("dutyId", "until");
CREATE INDEX "Shift_userId_idx" ON "Shift"("userId");

ALTER TABLE "Duty" ADD CONSTRAINT "Duty_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Shift" ADD CONSTRAINT "Shift_dutyId_fkey" FOREIGN KEY ("dutyId") REFERENCES "Duty"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Shift" ADD CONSTRAINT "Shift_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Of those on duty first, of the next after them: a later turn is called only while nobody takes the ticket.
ALTER TABLE "Page" ADD COLUMN "turn" INTEGER NOT NULL DEFAULT 0;
