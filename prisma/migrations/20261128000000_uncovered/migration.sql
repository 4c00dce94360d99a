-- A call is always taken: a ticket may have no contract, no customer and nobody who reported it.
ALTER TABLE "Ticket"
  ALTER COLUMN "customerId" DROP NOT NULL,
  ALTER COLUMN "contractId" DROP NOT NULL,
  ALTER COLUMN "reporterId" DROP NOT NULL,
  ADD COLUMN "uncovered" TEXT;

-- Few are; and few are nobody's.
CREATE INDEX "Ticket_uncovered_idx" ON "Ticket"("openedAt", "number") WHERE "uncovered" IS NOT NULL;

-- What uncovered work runs on: the desk's own, to be changed by adding a version.
INSERT INTO "Policy" ("id", "version", "name", "definition", "requestKey") VALUES ('pol_desk', 1, '服务台内部时限 The desk''s own', '{
  "rows": [
    { "metric": "response", "target": { "amount": 1, "unit": "workingHours" }, "calendar": "always", "anchor": "opened",
      "source": "desk", "internal": true }
  ],
  "ladder": [
    { "metric": "response", "percent": 50, "notify": ["assignee", "tier"] },
    { "metric": "response", "percent": 100, "notify": ["assignee", "tier", "manager"] },
    { "metric": "response", "percent": 150, "notify": ["tier", "manager"], "repeat": { "everyPercent": 50, "atMost": 10 } }
  ],
  "minimumGapSeconds": 300
}', 'built in pol_desk') ON CONFLICT DO NOTHING;
