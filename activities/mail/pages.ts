import { isOnAt } from '../../domain/people/channels.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { isPage } from '../../domain/ticket/pages.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { laneOf } from '../../store/outbox.ts'
import { prepared } from '../../store/prepared.ts'
import { hoursIn, json, noticeIn } from '../../store/rows.ts'
import type { Letter } from './letter.ts'
import { holdsUpMs } from './patience.ts'
import type { Share } from './queue.ts'
import { turnsAmong, waitsOf } from './turns.ts'

/**
 * Notes down, beside each mail that is due to one of us and pages, a page to each channel of that person's that is on at
 * this hour: before the mail is sent, so that a crash in between loses none. From there on the page stands alone: no mail
 * waits for it, and it waits for none.
 */
export async function notePages(
  database: PrismaClient,
  letters: readonly Letter[],
  recordOf: (ticketId: string) => TicketRecord | undefined,
): Promise<void> {
  const paging = letters.filter(({ reader, notice, delivery }) => {
    const record = recordOf(delivery.ticketId)
    return reader.pageable && record !== undefined && isPage(notice, record)
  })
  if (paging.length === 0) return
  const userId = { in: paging.map(({ reader }) => reader.id) }
  const channels = await database.notificationChannel.findMany({ where: { userId, enabled: true } })
  if (channels.length === 0) return
  const now = Date.now()
  const heldUntil = await holdsOf(
    database,
    channels.map(({ target }) => target),
    now,
  )
  const reached = paging.flatMap((letter) => {
    const { id, timeZone } = letter.reader
    const on = channels.filter(
      (channel) => channel.userId === id && isOnAt(hoursIn(channel), timeZone, Math.floor(now / 1000)),
    )
    return on.length > 0 ? [{ letter, on }] : []
  })
  const paged = reached.map(({ letter }) => letter)
  const [waits, turnOf] = [await waitsOf(database, paged, recordOf), turnsAmong(paged)]
  const rows = reached.flatMap(({ letter, on }) => {
    const { notice, delivery } = letter
    const { ticketId, version, message, recipientId } = delivery
    const turn = turnOf(letter)
    const turnAt = now + turn * (waits.get(ticketId) ?? 0)
    return on.map(({ id: channelId, kind, target }) => ({
      ...{ key: `${delivery.key}:${channelId}`, ticketId, version, message, notice: json(notice), recipientId },
      ...{ channelId, kind, target, lane: laneOf(target), turn },
      dueAt: new Date(Math.max(turnAt, heldUntil.get(target)?.getTime() ?? 0)),
    }))
  })
  if (rows.length > 0) await database.page.createMany({ data: rows, skipDuplicates: true })
}

/** What comes before it to the same address and is to be tried again holds it up as well, as long as that holds up anything. */
async function holdsOf(database: PrismaClient, targets: string[], now: number): Promise<Map<string, Date>> {
  const where = {
    ...{ target: { in: targets }, status: 'pending', createdAt: { gt: new Date(now - holdsUpMs) } },
    // What only waits for its turn holds up nothing.
    OR: [{ turn: 0 }, { attempts: { gt: 0 } }],
  }
  const rows = await database.page.groupBy({ by: ['target'], where, _max: { dueAt: true } })
  return new Map(rows.flatMap(({ target, _max }) => (_max.dueAt ? [[target, _max.dueAt]] : [])))
}

/** A page as it waits, with whom and where it is for as that stands now. */
export interface DuePage {
  key: string
  ticketId: string | null
  version: number
  message: string
  notice: Notice | null
  recipientId: string
  channelId: string
  kind: string
  target: string
  /** Above 0 it is for who comes next, and only while nobody takes the ticket. */
  turn: number
  attempts: number
  createdAt: Date
  /** None when the channel is gone or off, or its owner's account is disabled. */
  url: string | null
  secret: string | null
  shared: boolean
  channelName: string
  person: { name: string; language: string; timeZone: string; role: string; tier: string | null }
}

/** At once to one address, and of all that are due. */
const mostToOne = 20
const mostAtOnce = 200

/**
 * Those that are due by now in this office, by address, in the order in which they fell due, save to addresses that are being
 * written to; `full` when more may be due.
 */
export async function takePages(
  database: PrismaClient,
  { office, of }: Share,
  underWay: readonly string[],
): Promise<{ sheaves: Map<string, DuePage[]>; full: boolean }> {
  const rows = await database.$queryRaw<
    (Omit<DuePage, 'notice' | 'person'> & PersonColumns & NoticeColumn)[]
  >`${prepared}
    SELECT page."key", page."ticketId", page."version", page."message", page."notice", page."recipientId",
      page."channelId", page."kind", page."target", page."turn", page."attempts", page."createdAt",
      CASE WHEN channel."enabled" AND person."disabledAt" IS NULL THEN channel."url" END AS "url",
      channel."secret", COALESCE(channel."shared", true) AS "shared", COALESCE(channel."name", '') AS "channelName",
      person."name", person."language", person."timeZone", person."role", person."tier"
    FROM "Page" AS page JOIN "User" AS person ON person."id" = page."recipientId"
      LEFT JOIN "NotificationChannel" AS channel ON channel."id" = page."channelId"
    WHERE page."status" = 'pending' AND page."dueAt" <= ${new Date()} AND page."lane" % ${of} = ${office}
      AND page."target" <> ALL(${[...underWay]})
    ORDER BY page."createdAt", page."version", page."key" LIMIT ${mostAtOnce}`
  const sheaves = new Map<string, DuePage[]>()
  for (const { name, language, timeZone, role, tier, notice, ...row } of rows) {
    const sheaf = sheaves.get(row.target) ?? []
    const page = {
      ...row,
      notice: notice === null ? null : noticeIn({ notice }),
      person: { name, language, timeZone, role, tier },
    }
    if (sheaf.length < mostToOne) sheaves.set(row.target, [...sheaf, page])
  }
  return { sheaves, full: rows.length === mostAtOnce }
}

type PersonColumns = DuePage['person']
interface NoticeColumn {
  notice: Prisma.JsonValue
}

/** When one was sent to that address, as far as its pace asks; the answer's instant, which lies after the other's own. */
export async function triedSince(database: PrismaClient, target: string, since: Date, most: number): Promise<number[]> {
  const where = { target, triedAt: { gt: since } }
  const rows = await database.page.findMany({
    where,
    select: { triedAt: true },
    orderBy: { triedAt: 'desc' },
    take: most,
  })
  return rows.flatMap(({ triedAt }) => triedAt?.getTime() ?? []).reverse()
}

/** How it ended for good: sent, refused, or not needed any more. */
export async function settlePage(
  database: PrismaClient,
  key: string,
  ended: { status: 'sent' | 'refused' | 'void'; fault?: string; tried?: boolean },
): Promise<void> {
  const { status, fault = null, tried = true } = ended
  const at = new Date()
  await database.page.updateMany({
    where: { key, status: 'pending' },
    data: {
      ...{ status, fault },
      ...(tried && { triedAt: at, attempts: { increment: 1 } }),
      ...(status === 'sent' && { sentAt: at }),
    },
  })
}

/** To be tried again then. */
export async function putPageOff(
  database: PrismaClient,
  key: string,
  again: { inMs: number; fault: string; tried: boolean },
): Promise<void> {
  const { inMs, fault, tried } = again
  await database.page.updateMany({
    where: { key, status: 'pending' },
    data: {
      ...{ dueAt: new Date(Date.now() + inMs), fault },
      ...(tried && { triedAt: new Date(), attempts: { increment: 1 } }),
    },
  })
}

/** All else that waits for that address waits at least as long, so that it comes in its order. */
export async function holdTarget(database: PrismaClient, target: string, inMs: number): Promise<void> {
  const dueAt = new Date(Date.now() + inMs)
  await database.page.updateMany({ where: { target, status: 'pending', dueAt: { lt: dueAt } }, data: { dueAt } })
}
