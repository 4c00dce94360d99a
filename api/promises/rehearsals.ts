import { setImmediate as othersFirst } from 'node:timers/promises'
import { z } from 'zod'
import type { Policy } from '../../domain/promises/policy.ts'
import {
  type Difference,
  differencesBetween,
  type Fate,
  fatesOf,
  rehearse,
  type Rehearsed,
  rehearsedFates,
  totalsOf,
} from '../../domain/ticket/rehearsal.ts'
import { fromDate, fromIso, type Instant, secondsPerDay, toDate, toIso } from '../../domain/time/instant.ts'
import { horizonDays } from '../../domain/time/reach.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { PrismaClient, Ticket } from '../../prisma/client/client.ts'
import { coverageBetween } from '../../store/coverage.ts'
import { eventIn, ticketRecordIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { type Definition, pinnedAndKept } from './policies.ts'
import type { policyDraft } from './policy-schema.ts'
import { rehearsal, request } from './rehearsal-schema.ts'

/** One request folds so many tickets again; a longer period is asked for in parts. */
const mostTickets = 500
const ticketsAtATime = 20
/** Calls are logged up to two days late, and days are whole. */
const leadDays = 3
const longestDays = 2 * 366

const rehearsePolicy = operation({
  summary:
    'What a draft of this policy would have made of the tickets of a period: met, missed, by ticket. It moves nothing',
  who: managers,
  params: z.strictObject({ id }),
  body: request,
  async run({ params, body }, services) {
    const { database, now } = services
    if ((await findVersion(database.policy, params.id)) === null) throw Fault.absent()
    const at = fromDate(now())
    const [from, to] = periodOf(body, at)
    const draft = await draftOf(params.id, body.draft, [from, at], services)
    const rows = await ticketsOf(database, params.id, [from, to])
    const played = await playedBy(database, rows, draft, at)
    return {
      ...{ policyId: params.id, from: toIso(from), to: toIso(to), at: toIso(at), tickets: rows.length },
      promises: totalsOf(played),
      differences: played.flatMap(({ differences, ...ticket }) => {
        const { before: _was, after: _now, ...named } = ticket
        return differences.length > 0 ? [{ ...named, clocks: differences }] : []
      }),
    }
  },
})

function periodOf(body: { from: string; to: string }, at: Instant): [from: Instant, to: Instant] {
  const [from, to] = [fromIso(body.from), fromIso(body.to)]
  if (to <= from) throw Fault.invalid({ field: 'to', message: 'Ends before it begins' })
  if (from < at - longestDays * secondsPerDay)
    throw Fault.invalid({ field: 'from', message: 'It lies within two years' })
  return [from, to]
}

async function draftOf(
  policyId: string,
  given: z.output<typeof policyDraft>,
  [from, at]: [Instant, Instant],
  { database }: Services,
): Promise<Rehearsed> {
  const definition = await pinnedAndKept(given, database).catch((error: unknown) => {
    if (!(error instanceof Fault) || error.fields === undefined) throw error
    throw Fault.invalid(...error.fields.map(({ field, message }) => ({ field: `draft.${field}`, message })))
  })
  const until = at + horizonDays * secondsPerDay
  const span = { from: from - leadDays * secondsPerDay, until, mostBytes: Number.MAX_SAFE_INTEGER }
  const coverage = await coverageBetween(database, calendarsNamedIn(definition), span)
  const policy: Policy = { id: policyId, version: 0, ...definition }
  return { policy, coverage }
}

function calendarsNamedIn({ rows, longestPause, noticeHours }: Definition): string[] {
  const named = [...rows.map(({ calendar }) => calendar), longestPause?.calendar, noticeHours]
  return [...new Set(named)].filter((ref) => ref !== undefined && ref !== 'always') as string[]
}

type Row = Pick<Ticket, 'id' | 'record'>

/** Those that are on this policy, whichever version. */
async function ticketsOf(database: PrismaClient, policyId: string, [from, to]: [Instant, Instant]): Promise<Row[]> {
  // LEAST, as the index of the openings says it: docs/performance.md.
  const rows = await database.$queryRaw<Row[]>`
    SELECT "id", "record" FROM "Ticket"
    WHERE LEAST("openedAt", 'infinity') >= ${toDate(from)} AND LEAST("openedAt", 'infinity') < ${toDate(to)}
      AND "record" -> 'policy' ->> 'id' = ${policyId}
    ORDER BY LEAST("openedAt", 'infinity'), "number" LIMIT ${mostTickets + 1}`
  if (rows.length <= mostTickets) return rows
  throw Fault.invalid({ field: 'to', message: `More than ${mostTickets} tickets: ask for a shorter period` })
}

interface Played {
  ticketId: string
  number: string
  openedAt: string
  before: Map<string, Fate>
  after: Map<string, Fate>
  differences: Difference[]
}

/** A few at a time, so that others are answered meanwhile. */
async function playedBy(
  database: PrismaClient,
  rows: readonly Row[],
  draft: Rehearsed,
  at: Instant,
): Promise<Played[]> {
  const played: Played[] = []
  for (let n = 0; n < rows.length; n += ticketsAtATime) {
    const some = rows.slice(n, n + ticketsAtATime)
    const where = { ticketId: { in: some.map((row) => row.id) } }
    const events = await database.ticketEvent.findMany({ where, orderBy: [{ ticketId: 'asc' }, { version: 'asc' }] })
    for (const row of some) {
      const record = ticketRecordIn(row)
      const own = events
        .filter(({ ticketId, version }) => ticketId === row.id && version <= record.version)
        .map(eventIn)
      const state = rehearse(own, draft, Math.max(at, record.standing.touchedAt))
      const [before, after] = [fatesOf(record.clocks), state ? rehearsedFates(state) : new Map<string, Fate>()]
      const { number, openedAt } = record
      played.push({ ticketId: row.id, number, openedAt, before, after, differences: differencesBetween(before, after) })
      await othersFirst()
    }
  }
  return played
}

export const rehearsals: Surfaces = [
  json(rehearsePolicy, {
    post: '/v1/policies/{id}/rehearsals',
    tag: 'policies',
    answers: { 200: { description: 'What it would have made of them', schema: rehearsal } },
  }),
]
