-- The same pairs, in a third of the time: one pass over the letters, and what stands twice is the index's to forget.
CREATE OR REPLACE FUNCTION bigrams("text" TEXT) RETURNS TEXT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  letters TEXT[] := string_to_array(regexp_replace(lower("text"), '\s+', ' ', 'g'), NULL);
BEGIN
  RETURN ARRAY(SELECT a || b FROM unnest(letters, letters[2:]) AS neighbours (a, b) WHERE a <> ' ' AND b <> ' ');
END
$$;

-- What each is for: docs/performance.md. Those of due and priority end in the opening, so that a period is found in them.

-- Everybody's. LEAST says here what coalesce says, or the column alone, and keeps them apart from the others:
-- api/tickets/worklist/orders.ts.
DROP INDEX "Ticket_openedAt_number_idx";
DROP INDEX "Ticket_status_openedAt_number_idx";
DROP INDEX "Ticket_queue_idx";
DROP INDEX "Ticket_breached_idx";
DROP INDEX "Ticket_uncovered_idx";
CREATE INDEX "Ticket_opened_idx" ON "Ticket"((LEAST("openedAt", 'infinity')), "number");
CREATE INDEX "Ticket_queue_idx" ON "Ticket"((LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number");
CREATE INDEX "Ticket_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), (LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number");
CREATE INDEX "Ticket_status_opened_idx" ON "Ticket"("status", (LEAST("openedAt", 'infinity')), "number");
CREATE INDEX "Ticket_status_queue_idx" ON "Ticket"("status", (LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number")
  WHERE "status" IN ('open', 'in_progress', 'pending', 'resolved');
CREATE INDEX "Ticket_status_priority_idx" ON "Ticket"("status", (array_position('{critical,high,normal,low}'::text[], "priority")), (LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number")
  WHERE "status" IN ('open', 'in_progress', 'pending', 'resolved');
CREATE INDEX "Ticket_due_idx" ON "Ticket"((LEAST("openedAt", 'infinity')), "number")
  WHERE "nextDueAt" IS NOT NULL;
CREATE INDEX "Ticket_due_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), (LEAST("nextDueAt", 'infinity')), (LEAST("openedAt", 'infinity')), "number")
  WHERE "nextDueAt" IS NOT NULL;
CREATE INDEX "Ticket_breached_idx" ON "Ticket"((LEAST("openedAt", 'infinity')), "number")
  WHERE "breached";
CREATE INDEX "Ticket_uncovered_idx" ON "Ticket"((LEAST("openedAt", 'infinity')), "number")
  WHERE "uncovered" IS NOT NULL;

-- A customer's, for our staff.
CREATE INDEX "Ticket_customer_queue_idx" ON "Ticket"("customerId", (coalesce("nextDueAt", 'infinity')), "openedAt", "number");
CREATE INDEX "Ticket_customer_priority_idx" ON "Ticket"("customerId", (array_position('{critical,high,normal,low}'::text[], "priority")), (coalesce("nextDueAt", 'infinity')), "openedAt", "number");
CREATE INDEX "Ticket_customer_unfinished_idx" ON "Ticket"("customerId", "status", "openedAt", "number")
  WHERE "status" <> 'closed';
CREATE INDEX "Ticket_customer_breached_idx" ON "Ticket"("customerId", "openedAt", "number")
  WHERE "breached";
CREATE INDEX "Ticket_customer_uncovered_idx" ON "Ticket"("customerId", "openedAt", "number")
  WHERE "uncovered" IS NOT NULL;
CREATE INDEX "Ticket_customer_called_idx" ON "Ticket"("customerId", "calledTier")
  WHERE "calledTier" IS NOT NULL;
CREATE INDEX "Ticket_customer_overdue_idx" ON "Ticket"("customerId", "overdueFrom")
  WHERE "overdueFrom" IS NOT NULL;

-- A customer's, for the customer, to whom promises alone are shown.
CREATE INDEX "Ticket_promised_queue_idx" ON "Ticket"("customerId", (coalesce("promisedDueAt", 'infinity')), "openedAt", "number");
CREATE INDEX "Ticket_promised_priority_idx" ON "Ticket"("customerId", (array_position('{critical,high,normal,low}'::text[], "priority")), (coalesce("promisedDueAt", 'infinity')), "openedAt", "number");
CREATE INDEX "Ticket_promise_late_idx" ON "Ticket"("customerId", "promiseLateFrom")
  WHERE "promiseLateFrom" IS NOT NULL;

-- Nobody's so far: PostgreSQL sees no order in an index that begins with what is absent.
CREATE INDEX "Ticket_nobodys_idx" ON "Ticket"("openedAt", "number")
  WHERE "customerId" IS NULL;
CREATE INDEX "Ticket_nobodys_queue_idx" ON "Ticket"((coalesce("nextDueAt", 'infinity')), "openedAt", "number")
  WHERE "customerId" IS NULL;
CREATE INDEX "Ticket_nobodys_priority_idx" ON "Ticket"((array_position('{critical,high,normal,low}'::text[], "priority")), (coalesce("nextDueAt", 'infinity')), "openedAt", "number")
  WHERE "customerId" IS NULL;

-- What somebody has, and what comes of a system.
CREATE INDEX "Ticket_assigned_queue_idx" ON "Ticket"("assigneeId", (coalesce("nextDueAt", 'infinity')), "openedAt", "number")
  WHERE "assigneeId" IS NOT NULL;
CREATE INDEX "Ticket_assigned_priority_idx" ON "Ticket"("assigneeId", (array_position('{critical,high,normal,low}'::text[], "priority")), (coalesce("nextDueAt", 'infinity')), "openedAt", "number")
  WHERE "assigneeId" IS NOT NULL;
CREATE INDEX "Ticket_assigned_unfinished_idx" ON "Ticket"("assigneeId", "status", "openedAt", "number")
  WHERE "status" <> 'closed' AND "assigneeId" IS NOT NULL;
CREATE INDEX "Ticket_systemId_openedAt_number_idx" ON "Ticket"("systemId", "openedAt", "number");

-- A system's and a contact's tickets are those of one customer: unaware of it, PostgreSQL expects next to none.
CREATE STATISTICS "Ticket_system_customer" (dependencies) ON "systemId", "customerId" FROM "Ticket";
CREATE STATISTICS "Ticket_reporter_customer" (dependencies) ON "reporterId", "customerId" FROM "Ticket";
