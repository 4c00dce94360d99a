-- Fewer indexes for lists, and wider ones: what lists filter by stands beside the order, so that a page is walked to
-- without the rows of what it leaves out. What each is for: docs/performance.md.

-- What has nothing due is in the order of its opening, so that only what has something due needs an order of its own.
DROP INDEX "Ticket_queue_idx";
DROP INDEX "Ticket_customer_queue_idx";
DROP INDEX "Ticket_promised_queue_idx";
DROP INDEX "Ticket_promised_priority_idx";
DROP INDEX "Ticket_assigned_queue_idx";
DROP INDEX "Ticket_nobodys_queue_idx";
-- Found on the way, or among the few that are unfinished, called for or late.
DROP INDEX "Ticket_breached_idx";
DROP INDEX "Ticket_uncovered_idx";
DROP INDEX "Ticket_customer_breached_idx";
DROP INDEX "Ticket_customer_uncovered_idx";
DROP INDEX "Ticket_called_idx";
DROP INDEX "Ticket_overdue_idx";
DROP INDEX "Ticket_due_idx";

-- Everybody's.
DROP INDEX "Ticket_opened_idx";
DROP INDEX "Ticket_priority_idx";
DROP INDEX "Ticket_due_priority_idx";
DROP INDEX "Ticket_status_opened_idx";
CREATE INDEX "Ticket_opened_idx" ON "Ticket"((LEAST("openedAt", 'infinity')), "number")
  INCLUDE ("id", "openedAt", "nextDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered");
CREATE INDEX "Ticket_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), (LEAST("openedAt", 'infinity')), "number")
  INCLUDE ("id", "openedAt", "nextDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered");
CREATE INDEX "Ticket_due_idx" ON "Ticket"((LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number")
  INCLUDE ("id", "openedAt", "nextDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered")
  WHERE "nextDueAt" IS NOT NULL;
CREATE INDEX "Ticket_due_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), (LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number")
  INCLUDE ("id", "openedAt", "nextDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered")
  WHERE "nextDueAt" IS NOT NULL;
CREATE INDEX "Ticket_status_opened_idx" ON "Ticket"("status", (LEAST("openedAt", 'infinity')), "number")
  INCLUDE ("id", "openedAt", "nextDueAt", "kind", "class", "priority", "tier", "breached", "uncovered", "customerId", "assigneeId", "overdueFrom", "calledTier")
  WHERE "status" IN ('open', 'in_progress', 'pending', 'resolved');

-- A customer's.
DROP INDEX "Ticket_customerId_openedAt_number_idx";
DROP INDEX "Ticket_customer_priority_idx";
DROP INDEX "Ticket_customer_unfinished_idx";
CREATE INDEX "Ticket_customer_opened_idx" ON "Ticket"("customerId", "openedAt", "number")
  INCLUDE ("id", "nextDueAt", "promisedDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered")
  WHERE "customerId" IS NOT NULL;
CREATE INDEX "Ticket_customer_priority_idx" ON "Ticket"("customerId", (array_position('{critical,high,normal,low}'::text[], "priority")), "openedAt", "number")
  INCLUDE ("id", "nextDueAt", "promisedDueAt", "status", "kind", "class", "priority", "tier", "breached", "uncovered")
  WHERE "customerId" IS NOT NULL;
CREATE INDEX "Ticket_customer_unfinished_idx" ON "Ticket"("customerId", "status", "openedAt", "number")
  INCLUDE ("id", "nextDueAt", "promisedDueAt", "kind", "class", "priority", "tier", "breached", "uncovered", "assigneeId", "overdueFrom", "promiseLateFrom", "calledTier")
  WHERE "status" IN ('open', 'in_progress', 'pending', 'resolved') OR "nextDueAt" IS NOT NULL OR "promisedDueAt" IS NOT NULL;

-- Nobody's, and what one person has.
DROP INDEX "Ticket_nobodys_priority_idx";
DROP INDEX "Ticket_assigned_priority_idx";
DROP INDEX "Ticket_assigned_unfinished_idx";
CREATE INDEX "Ticket_nobodys_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), "openedAt", "number")
  WHERE "customerId" IS NULL;
CREATE INDEX "Ticket_assigned_priority_idx" ON "Ticket"("assigneeId", (array_position('{critical,high,normal,low}'::text[], "priority")), "openedAt", "number")
  WHERE "assigneeId" IS NOT NULL;
CREATE INDEX "Ticket_assigned_unfinished_idx" ON "Ticket"("assigneeId", "status", "openedAt", "number")
  WHERE ("status" IN ('open', 'in_progress', 'pending', 'resolved') OR "nextDueAt" IS NOT NULL) AND "assigneeId" IS NOT NULL;

-- Only what vacuum has seen is read from an index alone; by default it comes when a fifth of all rows have changed.
ALTER TABLE "Ticket" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, parallel_workers = 0);

-- A search is over before helpers have started, and they would be taken from everybody else.
ALTER TABLE "TicketEvent" SET (parallel_workers = 0);
