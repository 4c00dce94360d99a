-- R4.3: where our staff set out from, and how long it takes from there to a customer.
CREATE TABLE "Office" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "retiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Office_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Journey" (
    "officeId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "systemId" TEXT,
    "minutes" INTEGER NOT NULL,

    CONSTRAINT "Journey_pkey" PRIMARY KEY ("officeId", "place")
);

CREATE INDEX "Journey_customerId_idx" ON "Journey"("customerId");
CREATE INDEX "Journey_systemId_idx" ON "Journey"("systemId");

ALTER TABLE "Journey" ADD CONSTRAINT "Journey_officeId_fkey" FOREIGN KEY ("officeId") REFERENCES "Office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Journey" ADD CONSTRAINT "Journey_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Journey" ADD CONSTRAINT "Journey_systemId_fkey" FOREIGN KEY ("systemId") REFERENCES "System"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "User" ADD COLUMN "officeId" TEXT;
CREATE INDEX "User_officeId_idx" ON "User"("officeId");
ALTER TABLE "User" ADD CONSTRAINT "User_officeId_fkey" FOREIGN KEY ("officeId") REFERENCES "Office"("id") ON DELETE SET NULL ON UPDATE CASCADE;
