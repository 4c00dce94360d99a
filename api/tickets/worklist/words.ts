import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { kindsForCustomer } from '../../../domain/ticket/customers-may-know.ts'
import { Prisma } from '../../../prisma/client/client.ts'
import type { WorklistQuery } from './query.ts'

const { sql } = Prisma

/** Each word stands in something that happened to the ticket, for a customer in something that customers may read. */
export function wordsOf({ text }: WorklistQuery, user: SignedIn, by: 'ticket' | 'index'): Prisma.Sql[] {
  return (text ?? []).map((word) => found(word, user, by === 'index'))
}

/**
 * The bigrams are what the index finds; which of these hold the word itself is then looked at. By LIKE, PostgreSQL would
 * count the rarity of a word twice and expect a common one to be rare.
 */
function found(word: string, { role }: SignedIn, byIndex: boolean): Prisma.Sql {
  const indexed = byIndex && [...word].length > 1 ? sql`AND bigrams(e."text") @> bigrams(${word})` : Prisma.empty
  const readable = role === 'customer' ? sql`AND e."type" = ANY(${kindsForCustomer.all})` : Prisma.empty
  return sql`EXISTS (SELECT FROM "TicketEvent" e
    WHERE e."ticketId" = t."id" AND strpos(lower(e."text"), lower(${word})) > 0 ${indexed} ${readable})`
}
