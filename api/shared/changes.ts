import { isDeepStrictEqual } from 'node:util'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { errorChain } from '../../store/error-chain.ts'
import { json as column } from '../../store/rows.ts'
import { requestKeyOf } from './idempotency.ts'
import type { Services } from './services.ts'

/** What people correct. */
export const things = [
  'customer',
  'contact',
  'system',
  'contract',
  'calendar',
  'policy',
  'account',
  'staffBinding',
  'qualification',
  'office',
  'notificationChannel',
  'duty',
  'shift',
] as const
type Thing = (typeof things)[number]

/** A row that is corrected: its revision is the ETag, and each change takes the next one. */
export interface Kept {
  id: string
  revision: number
}

/** How one kind of it is read and written. */
export interface Corrected<Row extends Kept> {
  thing: Thing
  /** What of it is written down, before and after. */
  shown(row: Row): object
  find(database: PrismaClient, id: string): Promise<Row | null>
  /** All that differs, while the row has the revision of `before`; Prisma throws P2025 when it has not. `by` is who asks. */
  write(database: PrismaClient, before: Row, after: Row, by: string): Prisma.PrismaPromise<unknown>[]
}

/** Who asks, with which key, and which revision was seen. */
export interface Asked {
  user: Pick<SignedIn, 'id' | 'name' | 'role'>
  idempotencyKey: string
  ifVersion?: number
}

/**
 * The one way in which such a row changes: nobody else has changed it since it was seen, and who, when, before and after
 * are written in the same transaction. The same key again finds what was done. `decide` answers the row as it shall be,
 * or throws why not.
 */
export async function change<Row extends Kept>(
  { database, now }: Pick<Services, 'database' | 'now'>,
  asked: Asked,
  corrected: Corrected<Row>,
  before: Row,
  decide: () => Row | Promise<Row>,
): Promise<Row> {
  const { thing, shown, write } = corrected
  if (before.revision !== asked.ifVersion) return doneBefore(database, asked, corrected, before.id)
  const decided = await decide()
  const differing = difference(shown(before), shown(decided))
  if (differing === undefined) return before
  const after = { ...decided, revision: before.revision + 1 }
  const note = noteOf(asked, now(), { thing, thingId: before.id, revision: after.revision, ...differing })
  try {
    await database.$transaction([
      ...write(database, before, after, asked.user.id),
      database.change.create({ data: note }),
    ])
  } catch (error) {
    // Somebody was faster, and has taken the revision.
    if (isOf(error, 'P2025', 'P2002')) return doneBefore(database, asked, corrected, before.id)
    if (isOverlap(error)) throw new Fault('notNow', 'Somebody has taken that time meanwhile: read it again')
    throw error
  }
  return after
}

/** What this same request did already, as the row now stands; else it has seen what is not so any more. */
async function doneBefore<Row extends Kept>(
  database: PrismaClient,
  { user, idempotencyKey }: Asked,
  { thing, find }: Corrected<Row>,
  id: string,
): Promise<Row> {
  const where = { requestKey: requestKeyOf(user.id, idempotencyKey), thing, thingId: id }
  const [done, row] = await Promise.all([database.change.findUnique({ where }), find(database, id)])
  if (row === null) throw Fault.absent()
  if (done !== null) return row
  throw new Fault('stale', `It is at "${row.revision}" now. Read it again, and send what you still want changed.`)
}

interface Changed {
  thing: Thing
  thingId: string
  revision?: number
  before: object
  after: object
}

/** For the table of changes. */
export function noteOf({ user, idempotencyKey }: Asked, at: Date, { before, after, ...what }: Changed) {
  const { id, name, role } = user
  const requestKey = requestKeyOf(id, idempotencyKey)
  return { ...what, at, by: { id, name, role }, before: column(before), after: column(after), requestKey }
}

/** Prisma's codes: P2025 where a row is not as it was, P2002 where another has that name already. */
export function isOf(error: unknown, ...codes: string[]): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && codes.includes(error.code)
}

/** PostgreSQL's code for what an exclusion constraint refuses: two of one thing at one time. */
export function isOverlap(error: unknown): boolean {
  return errorChain(error).some(({ originalCode, code }) => originalCode === '23P01' || code === '23P01')
}

/** The fields that are not alike; undefined when all are. */
function difference(before: object, after: object): { before: object; after: object } | undefined {
  const was = new Map<string, unknown>(Object.entries(before))
  const differing = Object.entries(after).filter(([field, value]) => !isDeepStrictEqual(value, was.get(field)))
  if (differing.length === 0) return undefined
  return {
    before: Object.fromEntries(differing.map(([field]) => [field, was.get(field)])),
    after: Object.fromEntries(differing),
  }
}
