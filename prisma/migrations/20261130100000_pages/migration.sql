-- Ways by which our people are paged beside the mail, what is still to be paged, and links by which it is acknowledged.
CREATE TABLE "NotificationChannel" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "secret" TEXT,
    "secretSetAt" TIMESTAMPTZ(3),
    "hours" JSONB,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NotificationChannel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Page" (
    "key" TEXT NOT NULL,
    "ticketId" TEXT,
    "version" INTEGER NOT NULL,
    "message" TEXT NOT NULL,
    "notice" JSONB,
    "recipientId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "lane" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fault" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "triedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "acknowledgedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Page_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "PageLink" (
    "tokenHash" TEXT NOT NULL,
    "pageKey" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PageLink_pkey" PRIMARY KEY ("tokenHash")
);

CREATE INDEX "NotificationChannel_userId_idx" ON "NotificationChannel"("userId");
CREATE INDEX "Page_ticketId_idx" ON "Page"("ticketId");
CREATE INDEX "Page_channelId_createdAt_idx" ON "Page"("channelId", "createdAt");
CREATE INDEX "Page_target_triedAt_idx" ON "Page"("target", "triedAt");
CREATE INDEX "Page_createdAt_key_idx" ON "Page"("createdAt", "key");
-- An office asks for it whenever it looks at its queue: it holds what waits, and nearly always nothing.
CREATE INDEX "Page_pending_idx" ON "Page"("dueAt") WHERE "status" = 'pending';
CREATE INDEX "PageLink_expiresAt_tokenHash_idx" ON "PageLink"("expiresAt", "tokenHash");

ALTER TABLE "NotificationChannel" ADD CONSTRAINT "NotificationChannel_userId_fkey"
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
