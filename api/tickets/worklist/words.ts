import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { kindsForCustomer } from '../../../domain/ticket/customers-may-know.ts'
import { Prisma } from '../../../prisma/client/client.ts'

const { sql } = Prisma

/**
 * Each word stands in something that happened to the ticket, for a customer in something that customers may read. One of
 * them is found by its index, or none.
 */
export function wordsOf(words: readonly string[], user: SignedIn, byIndex?: string): Prisma.Sql[] {
  return words.map((word) => found(word, user, word === byIndex))
}

/**
 * Holds the pairs of that word, as the index of events has them. Of a ticket's number those that come after its year: the
 * pairs before are in every number, and looking through a million of each finds nothing.
 */
export function indexed(word: string): Prisma.Sql {
  const [, within = word] = /^T-\d{4}-(\d{3,})$/i.exec(word) ?? []
  return sql`bigrams(e."text") @> bigrams(${within})`
}

/**
 * The pairs are what the index finds; which of these hold the word itself is then looked at. By LIKE, PostgreSQL would
 * count the rarity of a word twice and expect a common one to be rare.
 */
function found(word: string, { role }: SignedIn, byIndex: boolean): Prisma.Sql {
  // A word without upper and lower case, as Chinese is, is looked for in the text as it stands, in half the time.
  const cased = word.toLowerCase() !== word.toUpperCase()
  const place = cased ? sql`strpos(lower(e."text"), lower(${word}))` : sql`strpos(e."text", ${word})`
  const pairs = byIndex ? sql`AND ${indexed(word)}` : Prisma.empty
  const readable = role === 'customer' ? sql`AND e."type" = ANY(${kindsForCustomer.all})` : Prisma.empty
  return sql`EXISTS (SELECT FROM "TicketEvent" e WHERE e."ticketId" = t."id" AND ${place} > 0 ${pairs} ${readable})`
}
