import { shownTo } from '../../../api/tickets/answer.ts'
import { countsSql } from '../../../api/tickets/worklist/counts.ts'
import type { Placed } from '../../../api/tickets/worklist/orders.ts'
import { countsQuery, worklistQuery } from '../../../api/tickets/worklist/query.ts'
import { worklistSql } from '../../../api/tickets/worklist/worklist.ts'
import type { Ticket, Prisma, PrismaClient } from '../../../prisma/client/client.ts'
import { ticketRecordIn } from '../../../store/rows.ts'
import { at, type Case, inEveryOrder, lists, searches } from './cases.ts'
import { from, heldBy } from './places.ts'

/** Milliseconds. */
export interface Spread {
  p50: number
  p95: number
}

export interface Measured {
  kind: 'page' | 'search' | 'counts' | 'HTTP'
  as: string
  what: string
  /** Tickets that the list holds, where they were counted. */
  found?: number
  first: Spread
  /** Of pages from places all over the list; none of one that holds nothing. */
  deep?: Spread
}

const places = 5

/** Every list in every order, every search, every count: each so many times from its beginning and as often from deep in it. */
export async function measure(
  database: PrismaClient,
  rounds: number,
  say: (line: string) => void,
): Promise<Measured[]> {
  const measured: Measured[] = []
  const everywhere = new Map<string, Placed[]>()
  for (const list of lists()) {
    say(`${list.as}: ${list.what}`)
    const { found, places: within } = await heldBy(database, list, places)
    if (Object.keys(list.query).length === 0) everywhere.set(list.as, within)
    for (const one of inEveryOrder(list)) {
      measured.push({ kind: 'page', found, ...(await timed(database, one, within, rounds)) })
    }
    const { as, what, reader } = list
    const counts = countsSql(countsQuery.parse(list.query), reader, at)
    measured.push({ kind: 'counts', as, what, first: await spreadOf(rounds, () => database.$queryRaw(counts)) })
  }
  for (const search of searches()) {
    say(`${search.as}: ${search.what}`)
    for (const one of inEveryOrder(search)) {
      const within = everywhere.get(one.as) ?? []
      measured.push({ kind: 'search', ...(await timed(database, one, within, Math.ceil(rounds / 2))) })
    }
  }
  return measured
}

async function timed(database: PrismaClient, one: Case, within: readonly Placed[], rounds: number) {
  const { as, what, reader, query } = one
  const read = async (asked: Case['query']) => {
    const page = await database.$queryRaw<Row[]>(await worklistSql(database, worklistQuery.parse(asked), reader, at))
    return page.map((row) => shownTo(reader, ticketRecordIn(row), at))
  }
  const deep = within.map((place) => from(one, place))
  return {
    as,
    what,
    first: await spreadOf(rounds, () => read(query)),
    ...(deep.length > 0 && { deep: await spreadOf(rounds, (round) => read(deep[round % deep.length] ?? query)) }),
  }
}

type Row = Pick<Ticket, 'record' | 'stuckSince'> & { record: Prisma.JsonValue }

/** So long one case may take, once it was asked for thrice: what takes seconds is known then. */
const enoughMs = 5000

/** Some times before it counts, so that what is measured is read from memory. */
export async function spreadOf(rounds: number, work: (round: number) => Promise<unknown>): Promise<Spread> {
  const started = performance.now()
  const enough = (rounds: number) => rounds > 2 && performance.now() - started > enoughMs
  for (let warm = 0; warm < Math.min(places, rounds) && !enough(warm); warm++) await work(warm)
  const times: number[] = []
  for (let round = 0; round < rounds && !enough(round); round++) {
    const began = performance.now()
    await work(round)
    times.push(performance.now() - began)
  }
  times.sort((one, other) => one - other)
  const at = (share: number) => Number((times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(1))
  return { p50: at(0.5), p95: at(0.95) }
}
