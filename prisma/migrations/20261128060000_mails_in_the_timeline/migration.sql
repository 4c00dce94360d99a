-- Whom a mail was to, by name, and with what code it was refused for good: the timeline shows them. Mails of before name nobody.
ALTER TABLE "EmailDelivery" ADD COLUMN "recipientName" TEXT, ADD COLUMN "refusedWith" TEXT;
