import { type Alarm, allClear, firstAlarm, raisedAgain } from '../../domain/ticket/alarm.ts'
import { noted } from '../../domain/ticket/noted-alarms.ts'
import { endedStatuses, type StatusName } from '../../domain/ticket/state.ts'
import { fromDate, type Instant, toDate } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { type Alarm as AlarmRow, Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { alarmsIn } from '../../store/rows.ts'
import { allottedNumber } from './number.ts'

/** What a machine says, under one key of one customer. */
export interface Said {
  customerId: string
  key: string
  state: 'raised' | 'cleared'
  at: Instant
  /** Who asked, and with which Idempotency-Key: one request is counted once. */
  request: { userId: string; key: string }
  /** Of the ticket, should this be what opens it. */
  newId: string
}

/** What is known of the alarm now, and which ticket has it. */
export interface Counted {
  alarm: Alarm
  ticket: { id: string; number: string; follows: string | null }
  /** `news`: it has to note what was counted. `unopened`: it has no row so far. */
  stands: 'unopened' | 'open' | 'news' | 'ended'
}

/**
 * Counts what a machine has said, and answers which ticket has it: one that is not ended, however many say the same at the
 * same instant, since the alarm's row is locked meanwhile. Undefined for an all-clear of what was never raised, or whose
 * ticket has ended.
 */
export function count(database: PrismaClient, said: Said): Promise<Counted | undefined> {
  return database.$transaction(async (tx) => {
    const seen = await locked(tx, said)
    if (!(await isNew(tx, said))) return seen && countedIn(seen, alarmIn(seen))
    const now = await next(tx, seen, said)
    if (now === undefined) return undefined
    const { alarm, ticket } = now
    const { customerId, key } = said
    await tx.alarm.update({
      where: { customerId_key: { customerId, key } },
      data: {
        ...{ ticketId: ticket.id, ticketNumber: ticket.number, followsId: ticket.follows },
        ...{ count: alarm.count, flaps: alarm.flaps, firstAt: toDate(alarm.firstAt), lastAt: toDate(alarm.lastAt) },
        clearedAt: alarm.clearedAt === undefined ? null : toDate(alarm.clearedAt),
      },
    })
    return now
  })
}

/** An alarm that a ticket has or had, with where that stands; null while it has no row. */
interface Seen extends AlarmRow, Standing {
  ticketId: string
  ticketNumber: string
  firstAt: Date
  lastAt: Date
}

interface Standing {
  status: StatusName | null
  resolvedAt: Date | null
  mergedIntoId: string | null
  /** What it has noted of its alarms. */
  noted: Prisma.JsonValue
}

/** Undefined for a key that was never raised. */
async function locked(tx: Prisma.TransactionClient, { customerId, key }: Said): Promise<Seen | undefined> {
  await tx.alarm.createMany({ data: { customerId, key }, skipDuplicates: true })
  const [row] = await tx.$queryRaw<(AlarmRow & Standing)[]>`
    SELECT alarm.*, ${standing} FROM "Alarm" AS alarm LEFT JOIN "Ticket" AS ticket ON ticket."id" = alarm."ticketId"
    WHERE alarm."customerId" = ${customerId} AND alarm."key" = ${key} FOR UPDATE OF alarm`
  return row?.ticketId ? (row as Seen) : undefined
}

const standing = Prisma.sql`
  ticket."status", ticket."resolvedAt", ticket."mergedIntoId", ticket."record"->'alarms' AS noted`

/** SLA 13: what has the alarm now, where its ticket was merged into another. */
async function goesOnIn(
  tx: Prisma.TransactionClient,
  id: string,
): Promise<Standing & { ticketId: string; ticketNumber: string }> {
  const [row] = await tx.$queryRaw<(Standing & { ticketId: string; ticketNumber: string })[]>`
    SELECT ticket."id" AS "ticketId", ticket."number" AS "ticketNumber", ${standing} FROM "Ticket" AS ticket
    WHERE ticket."id" = ${id}`
  if (row === undefined) throw new Error(`Ticket ${id} has no row`)
  return row
}

/** A key that the caller gave was claimed for this request before: whoever asks again with it is not counted again. */
async function isNew(tx: Prisma.TransactionClient, { request: { userId, key } }: Said): Promise<boolean> {
  const marked = await tx.idempotencyKey.updateMany({ where: { userId, key, counted: false }, data: { counted: true } })
  return marked.count > 0 || (await tx.idempotencyKey.count({ where: { userId, key } })) === 0
}

async function next(tx: Prisma.TransactionClient, seen: Seen | undefined, said: Said): Promise<Counted | undefined> {
  const on = seen?.mergedIntoId ? await goesOnIn(tx, seen.mergedIntoId) : undefined
  if (on) return next(tx, { ...(seen as Seen), ...on }, said)
  const { customerId, key, state, at, newId } = said
  if (seen !== undefined && !hasEnded(seen)) {
    return countedIn(seen, state === 'raised' ? raisedAgain(alarmIn(seen), at) : allClear(alarmIn(seen), at))
  }
  if (state === 'cleared') return undefined
  await refuseFlood(tx, customerId, at)
  const ticket = { id: newId, number: await allottedNumber(tx), follows: seen?.ticketId ?? null }
  return { alarm: firstAlarm(key, at), ticket, stands: 'unopened' }
}

/** A machine that makes up a key for each alarm would open a ticket for each; a whole site that is down has fewer. */
const mostNewAnHour = 60

async function refuseFlood(tx: Prisma.TransactionClient, customerId: string, at: Instant): Promise<void> {
  const begun = await tx.alarm.count({ where: { customerId, firstAt: { gt: toDate(at - hour) } } })
  if (begun < mostNewAnHour) return
  throw Fault.tooMany(
    hour / 60,
    `${mostNewAnHour} alarms of this customer began within an hour. Use one key for one thing.`,
  )
}

const hour = 3600

function countedIn(seen: Seen, alarm: Alarm): Counted {
  const { ticketId, ticketNumber, followsId } = seen
  return { alarm, ticket: { id: ticketId, number: ticketNumber, follows: followsId }, stands: standingOf(seen, alarm) }
}

function standingOf(seen: Seen, alarm: Alarm): Counted['stands'] {
  const { status: name, resolvedAt } = seen
  if (name === null) return 'unopened'
  if (hasEnded(seen)) return 'ended'
  const status = name === 'resolved' ? { name, at: resolvedAt ? fromDate(resolvedAt) : alarm.lastAt } : { name }
  return noted({ status, alarms: alarmsIn(seen) }, alarm).length > 0 ? 'news' : 'open'
}

function hasEnded({ status }: Standing): boolean {
  return status !== null && endedStatuses.includes(status)
}

function alarmIn({ key, count, flaps, firstAt, lastAt, clearedAt }: Seen): Alarm {
  const cleared = clearedAt && { clearedAt: fromDate(clearedAt) }
  return { key, count, flaps, firstAt: fromDate(firstAt), lastAt: fromDate(lastAt), ...cleared }
}
