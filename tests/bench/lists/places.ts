import { conditionsOf } from '../../../api/tickets/worklist/filters.ts'
import { lanesOf } from '../../../api/tickets/worklist/lanes.ts'
import { keysOf, type Placed, placed, positionIn } from '../../../api/tickets/worklist/orders.ts'
import { wordsOf } from '../../../api/tickets/worklist/words.ts'
import { worklistQuery } from '../../../api/tickets/worklist/query.ts'
import { Prisma, type PrismaClient } from '../../../prisma/client/client.ts'
import { at, type Case } from './cases.ts'

const { sql } = Prisma

export interface Held {
  /** How many tickets the list holds, and how many the reader may see. */
  found: number
  seen: number
  /** Somewhere in the list, no two near each other by design. */
  places: Placed[]
}

/** What a list holds, whatever its order, found without its order or lanes. */
export async function heldBy(database: PrismaClient, { query, reader }: Case, places: number): Promise<Held> {
  const asked = worklistQuery.parse(query)
  const { each, scope, everybodys } = lanesOf(asked, reader)
  const all = [
    sql`(${Prisma.join(each, ' OR ')})`,
    ...scope,
    ...conditionsOf(asked, reader, at, everybodys),
    ...wordsOf(asked, reader, 'index'),
  ]
  const seen = lanesOf(worklistQuery.parse({}), reader)
  const rows = await database.$queryRaw<(Placed & { found: bigint; seen: bigint })[]>`
    SELECT ${placed(keysOf(reader, everybodys))}, count(*) OVER () AS "found",
      (SELECT count(*) FROM "Ticket" WHERE ${Prisma.join(seen.each, ' OR ')}) AS "seen"
    FROM "Ticket" t WHERE ${Prisma.join(all, ' AND ')} ORDER BY hashtext("number") LIMIT ${places}`
  return { found: Number(rows[0]?.found ?? 0), seen: Number(rows[0]?.seen ?? 0), places: rows }
}

/** The same list, from there on. */
export function from({ query }: Case, place: Placed): Case['query'] {
  const position = positionIn(worklistQuery.parse(query).sort)(place)
  return { ...query, cursor: Buffer.from(JSON.stringify(position)).toString('base64url') }
}
