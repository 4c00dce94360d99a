import { Client } from 'pg'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { type Outliving, retentionDays } from '../../../store/retention.ts'
import { testStack } from '../stack/stack.ts'
import { opening } from '../ticket/opening.ts'

const day = 86_400_000

/** Tickets by what they are called here, and how many days ago they ended, if they did. */
const tickets: Record<string, number | null> = { longOver: 1500, overLately: 1, longOverWithMailLeft: 1500, open: null }

export async function fillTickets(database: PrismaClient): Promise<void> {
  const common = { version: 1, fence: 0, contractId: 'x', kind: 'incident', class: 'general', priority: 'normal' }
  const more = { tier: 'resident', reporterId: 'x', subject: 'x', breached: false, openedAt: new Date(0), record: {} }
  const data = Object.entries(tickets).map(([id, days]) => ({
    ...{ ...common, ...more, id, number: id, customerId: opening().customer.id },
    status: days === null ? 'in_progress' : 'closed',
    closedAt: days === null ? null : new Date(Date.now() - days * day),
  }))
  await database.ticket.createMany({ data })
}

/** So many rows of each kind that are a little older, or younger, than they are kept. */
export async function fillRows(database: PrismaClient, age: 'older' | 'younger', rows: number): Promise<void> {
  const ago = (kind: Outliving) =>
    `now() - interval '${retentionDays[kind]} days' ${age === 'older' ? '-' : '+'} interval '1 hour' - i * interval '1 second'`
  const series = `FROM generate_series(1, ${rows}) AS i`
  const token = (ends: string, ended: string, odd: number) => `
    INSERT INTO "AccessToken" ("id", "userId", "hash", "kind", ${ends})
    SELECT '${age}-' || i, 'u-agent', '${age}-' || i, 'session', ${ended} ${series} WHERE i % 2 = ${odd}`
  const statements = [
    `INSERT INTO "IdempotencyKey" ("userId", "key", "fingerprint", "createdAt")
     SELECT 'u-agent', '${age}-' || i, 'f', ${ago('idempotencyKeys')} ${series}`,
    token('"expiresAt"', ago('accessTokens'), 0),
    token('"revokedAt", "expiresAt"', `${ago('accessTokens')}, now() + interval '1 year'`, 1),
    `INSERT INTO "SignOffLink" ("tokenHash", "ticketId", "cycle", "contactId", "expiresAt")
     SELECT '${age}-' || i, 'longOver', 1, 'c-acceptor', ${ago('signOffLinks')} ${series}`,
    `INSERT INTO "PasswordLink" ("tokenHash", "userId", "madeById", "expiresAt")
     SELECT '${age}-' || i, 'u-agent', 'u-manager', ${ago('passwordLinks')} ${series}`,
    mails('longOver', `'${age}-' || i`, ago('mailDeliveries'), series),
    pages('longOver', `'${age}-' || i`, ago('pages'), series),
    `INSERT INTO "PageLink" ("tokenHash", "pageKey", "ticketId", "userId", "expiresAt")
     SELECT '${age}-' || i, 'k', 'longOver', 'u-agent', ${ago('pageLinks')} ${series}`,
    `INSERT INTO "PersonalLink" ("tokenHash", "purpose", "ticketId", "personId", "expiresAt")
     SELECT '${age}-' || i, 'watch', 'longOver', 'c-acceptor', ${ago('personalLinks')} ${series}`,
  ]
  for (const statement of statements) await database.$executeRawUnsafe(statement)
}

/** Old rows that must stay all the same. */
export async function fillKept(database: PrismaClient, rows: number): Promise<void> {
  const series = `FROM generate_series(1, ${rows}) AS i`
  const statements = [
    // Keys that opened a ticket which stands.
    `INSERT INTO "IdempotencyKey" ("userId", "key", "fingerprint", "ticketNumber", "createdAt")
     SELECT 'u-agent', 'opened-' || i, 'f', 'open', now() - interval '5 years' ${series}`,
    // Keys of the API that never expire.
    `INSERT INTO "AccessToken" ("id", "userId", "hash", "kind", "createdAt")
     SELECT 'eternal-' || i, 'u-agent', 'eternal-' || i, 'apiKey', now() - interval '5 years' ${series}`,
    ...['open', 'overLately', 'longOverWithMailLeft'].map((ticket) =>
      mails(ticket, `'${ticket}-' || i`, `now() - interval '5 years'`, series),
    ),
    pages('open', `'open-' || i`, `now() - interval '5 years'`, series),
    `INSERT INTO "EmailDelivery" ("key", "ticketId", "version", "message", "recipientId", "address", "messageId", "status")
     VALUES ('left', 'longOverWithMailLeft', 1, 'opened', 'c', 'a', 'm', 'pending')`,
    toBeTold(`'longOverWithMailLeft'`, ''),
  ]
  for (const statement of statements) await database.$executeRawUnsafe(statement)
}

/** Something that waits for long. */
export function toBeTold(ticket: string, series: string): string {
  return `
    INSERT INTO "Outbox" ("ticketId", "version", "place", "lane", "notice", "released", "askAt", "dueAt")
    SELECT ${ticket}, 1, 0, 0, '{}', true, now(), now() + interval '1 year' ${series} ON CONFLICT DO NOTHING`
}

function mails(ticket: string, key: string, createdAt: string, series: string): string {
  return `
    INSERT INTO "EmailDelivery" ("key", "ticketId", "version", "message", "recipientId", "address", "messageId",
      "status", "createdAt")
    SELECT ${key}, '${ticket}', 1, 'opened', 'c-acceptor', 'a', 'm',
      CASE i % 2 WHEN 0 THEN 'sent' ELSE 'undeliverable' END, ${createdAt} ${series}`
}

function pages(ticket: string, key: string, createdAt: string, series: string): string {
  return `
    INSERT INTO "Page" ("key", "ticketId", "version", "message", "recipientId", "channelId", "kind", "target", "lane",
      "status", "dueAt", "createdAt")
    SELECT ${key}, '${ticket}', 1, 'breached', 'u-agent', 'c', 'webhook', 't', 0, 'sent', now(), ${createdAt} ${series}`
}

export async function emptyRows(database: PrismaClient): Promise<void> {
  await database.idempotencyKey.deleteMany()
  await database.accessToken.deleteMany()
  await database.signOffLink.deleteMany()
  await database.passwordLink.deleteMany()
  await database.emailDelivery.deleteMany()
  await database.page.deleteMany()
  await database.pageLink.deleteMany()
  await database.personalLink.deleteMany()
  await database.outbox.deleteMany()
}

/** How many rows there are of each kind. */
export async function countRows(database: PrismaClient): Promise<Record<Outliving, number>> {
  return {
    idempotencyKeys: await database.idempotencyKey.count(),
    accessTokens: await database.accessToken.count(),
    signOffLinks: await database.signOffLink.count(),
    passwordLinks: await database.passwordLink.count(),
    mailDeliveries: await database.emailDelivery.count(),
    pages: await database.page.count(),
    pageLinks: await database.pageLink.count(),
    personalLinks: await database.personalLink.count(),
  }
}

/** The same number for each kind. */
export function ofEach(rows: number): Record<Outliving, number> {
  return {
    ...{ idempotencyKeys: rows, accessTokens: rows, signOffLinks: rows, passwordLinks: rows },
    ...{ mailDeliveries: rows, pages: rows, pageLinks: rows, personalLinks: rows },
  }
}

/** As the one who migrates the database, who may do what the service may not. */
export async function asOwner(databaseUrl: string, statement: string): Promise<void> {
  const url = new URL(testStack().ownerUrl)
  url.pathname = new URL(databaseUrl).pathname
  const owner = new Client({ connectionString: url.href })
  await owner.connect()
  try {
    await owner.query(statement)
  } finally {
    await owner.end()
  }
}
