-- By which a ticket that is started again from its events still knows a repeated act.
ALTER TABLE "TicketEvent" ADD COLUMN "updateId" TEXT;
