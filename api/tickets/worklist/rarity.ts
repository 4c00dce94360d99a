import { Prisma, type PrismaClient } from '../../../prisma/client/client.ts'
import { indexed } from './words.ts'

const { sql } = Prisma

/** Of the words that are searched for, the one that fewest tickets hold, and which share of all these are expected to be. */
export interface Rarity {
  rarest: string
  share: number
}

interface Plan {
  Plans?: { 'Plan Rows': number }[]
}

/**
 * As PostgreSQL judges, which keeps account of the thousand most common pairs of characters: a question of a millisecond
 * that tells which way the words are found a hundred times as fast.
 */
export async function rarityOf(database: PrismaClient, words: readonly string[]): Promise<Rarity> {
  const parts = words.flatMap((word) => partsOf(word).map((part) => ({ word, part })))
  const events = ({ part }: { part: string }) => sql`ARRAY(SELECT 1 FROM "TicketEvent" e WHERE ${indexed(part)})`
  const [answer] = await database.$queryRaw<{ 'QUERY PLAN': { Plan: Plan }[] }[]>`
    EXPLAIN (FORMAT JSON) SELECT ARRAY(SELECT 1 FROM "Ticket"), ${Prisma.join(parts.map(events))}`
  const [tickets = 1, ...expected] = answer?.['QUERY PLAN'][0]?.Plan.Plans?.map((one) => one['Plan Rows']) ?? []
  const fewest = Math.min(...expected)
  return { rarest: parts[expected.indexOf(fewest)]?.word ?? '', share: fewest / tickets }
}

/**
 * A word is at most as common as each of its pairs, which seldom come together by chance. Digits do: many of them in a
 * row are as rare as that makes them, so they are judged together.
 */
function partsOf(word: string): string[] {
  const characters = [...word]
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`)
  return [...new Set([...pairs, ...(word.match(/\d{5,}/g) ?? [])])]
}
