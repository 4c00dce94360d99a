-- The worklist: what it sorts and filters by, and the words by which a ticket is found.
ALTER TABLE "Ticket"
  ADD COLUMN "nextDueAt" TIMESTAMPTZ(3),
  ADD COLUMN "overdueFrom" TIMESTAMPTZ(3),
  ADD COLUMN "calledTier" TEXT,
  -- Numbers are ASCII: only in this order does an index find a prefix, whatever the database's own is.
  ALTER COLUMN "number" TYPE TEXT COLLATE "C";

ALTER TABLE "TicketEvent" ADD COLUMN "text" TEXT;

-- As domain/ticket/worklist.ts says, for the tickets that there are.
UPDATE "Ticket" SET
  "nextDueAt" = due."next",
  "overdueFrom" = due."overdue",
  "calledTier" = CASE
    WHEN "status" IN ('open', 'in_progress', 'pending') AND ("assigneeId" IS NULL
      OR array_position('{resident,headquarters,senior,manager}'::text[], "tier")
       > array_position('{resident,headquarters,senior,manager}'::text[], coalesce("record" #>> '{assignee,tier}', 'resident')))
    THEN "tier" END,
  "record" = "record" || jsonb_build_object('nextDueAt', to_char(due."next" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
FROM (
  SELECT "id" AS "ticketId",
    min((clock ->> 'dueAt')::timestamptz) FILTER (WHERE clock ->> 'pausedSince' IS NULL) AS "next",
    min(coalesce(clock #>> '{breach,at}', CASE WHEN clock ->> 'pausedSince' IS NULL THEN clock ->> 'dueAt' END)::timestamptz) AS "overdue"
  FROM "Ticket" LEFT JOIN LATERAL jsonb_array_elements("record" -> 'clocks') AS clock
    ON clock ->> 'metric' <> 'signOff' AND clock ->> 'stoppedAt' IS NULL
  GROUP BY "id"
) AS due
WHERE "id" = due."ticketId";

-- As domain/ticket/findable.ts says, for what has happened so far.
UPDATE "TicketEvent" SET "text" = CASE "type"
    WHEN 'opened' THEN concat_ws(E'\n', "data" ->> 'number', "data" ->> 'subject', "data" ->> 'description')
    WHEN 'noted' THEN "data" ->> 'text'
    WHEN 'resolved' THEN concat_ws(E'\n', "data" #>> '{resolution,cause}', "data" #>> '{resolution,fix}', "data" #>> '{resolution,verification}')
    WHEN 'signOffRefused' THEN "data" ->> 'reason'
    WHEN 'reopened' THEN "data" ->> 'reason'
    ELSE "data" ->> 'message'
  END
WHERE "type" IN ('opened', 'responded', 'replied', 'customerReplied', 'noted', 'resolved', 'signOffRefused', 'reopened');

-- Each two neighbouring characters, since Chinese words have two and no spaces between them. In time that grows with the
-- text, not with its square: a text may have 60,000 characters.
CREATE FUNCTION bigrams("text" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT pair), '{}')
  FROM (
    SELECT letter || lead(letter) OVER (ORDER BY place) AS pair
    FROM string_to_table(lower("text"), NULL) WITH ORDINALITY AS letters (letter, place)
  ) AS pairs
  WHERE pair !~ '\s'
$$;

-- Of the whole table, since PostgreSQL keeps no account of how common each pair is for a part of one.
CREATE INDEX "TicketEvent_text_bigrams_idx" ON "TicketEvent" USING gin (bigrams("text"));

-- DropIndex
DROP INDEX "Ticket_customerId_openedAt_idx";

-- CreateIndex
CREATE INDEX "Ticket_openedAt_number_idx" ON "Ticket"("openedAt", "number");

-- CreateIndex
CREATE INDEX "Ticket_customerId_openedAt_number_idx" ON "Ticket"("customerId", "openedAt", "number");

-- CreateIndex
CREATE INDEX "Ticket_status_openedAt_number_idx" ON "Ticket"("status", "openedAt", "number");

-- CreateIndex
CREATE INDEX "Ticket_reporterId_openedAt_number_idx" ON "Ticket"("reporterId", "openedAt", "number");

-- The queue by the nearest promise; what has none comes last.
CREATE INDEX "Ticket_queue_idx" ON "Ticket"((coalesce("nextDueAt", 'infinity')), "number");

-- Few tickets are in these at a time.
CREATE INDEX "Ticket_assigned_idx" ON "Ticket"("assigneeId", "openedAt", "number") WHERE "assigneeId" IS NOT NULL;
CREATE INDEX "Ticket_breached_idx" ON "Ticket"("openedAt", "number") WHERE "breached";
CREATE INDEX "Ticket_overdue_idx" ON "Ticket"("overdueFrom") WHERE "overdueFrom" IS NOT NULL;
CREATE INDEX "Ticket_called_idx" ON "Ticket"("calledTier") WHERE "calledTier" IS NOT NULL;
