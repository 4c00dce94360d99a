import { conditionsOf } from '../../../api/tickets/worklist/filters.ts'
import { lanesOf } from '../../../api/tickets/worklist/lanes.ts'
import { numbersRead } from '../../../api/tickets/worklist/numbers.ts'
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
  /** Somewhere in the list. */
  places: Placed[]
}

/** What a list holds, whatever its order, found without its order or lanes. */
export async function heldBy(database: PrismaClient, { query, reader }: Case, places: number): Promise<Held> {
  const asked = numbersRead(worklistQuery.parse(query))
  const { each, scope, everybodys } = lanesOf(asked, reader)
  const all = [
    sql`(${Prisma.join(each, ' OR ')})`,
    ...scope,
    ...conditionsOf(asked, reader, at, everybodys),
    ...wordsOf(asked.text ?? [], reader, asked.text?.[0]),
  ]
  const own = lanesOf(worklistQuery.parse({}), reader)
  const [counts] = await database.$queryRaw<{ found: bigint; seen: bigint }[]>`
    SELECT (SELECT count(*) FROM "Ticket" t WHERE ${Prisma.join(all, ' AND ')}) AS "found",
      (SELECT count(*) FROM "Ticket" WHERE ${Prisma.join(own.each, ' OR ')}) AS "seen"`
  const [found, seen] = [Number(counts?.found), Number(counts?.seen)]
  // Every so manieth, so that they need not be sorted.
  const apart = 2 ** Math.max(0, Math.floor(Math.log2(found / (2 * places)))) - 1
  const rows = await database.$queryRaw<Placed[]>`
    SELECT ${placed(keysOf(reader, everybodys))} FROM "Ticket" t
    WHERE ${Prisma.join(all, ' AND ')} AND hashtext("number") & ${apart}::int = 0 LIMIT ${places}`
  return { found, seen, places: rows }
}

/** The same list, from there on. */
export function from({ query }: Case, place: Placed): Case['query'] {
  const position = positionIn(worklistQuery.parse(query).sort)(place)
  return { ...query, cursor: Buffer.from(JSON.stringify(position)).toString('base64url') }
}
