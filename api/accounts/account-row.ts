import type { StaffFunction } from '../../domain/people/functions.ts'
import { type Language, languageOf } from '../../domain/people/languages.ts'
import type { Role } from '../../domain/people/roles.ts'
import type { Tier } from '../../domain/people/tiers.ts'
import type { Prisma, PrismaClient, User } from '../../prisma/client/client.ts'
import type { Corrected } from '../shared/changes.ts'

/** An account with whom it serves; its words are those that were checked when they were stored. */
export type AccountRow = Omit<User, 'role' | 'tier' | 'function' | 'language'> & {
  role: Role
  tier: Tier | null
  function: StaffFunction | null
  language: Language
  customerIds: string[]
}

const include = { bindings: { select: { customerId: true }, orderBy: { customerId: 'asc' } } } as const

type Stored = User & { bindings: { customerId: string }[] }

function accountIn({ bindings, role, tier, language, ...row }: Stored): AccountRow {
  return {
    ...row,
    role: role as Role,
    tier: tier as Tier | null,
    function: row.function as StaffFunction | null,
    language: languageOf(language),
    customerIds: bindings.map(({ customerId }) => customerId),
  }
}

export async function findAccount(database: PrismaClient, id: string): Promise<AccountRow | null> {
  const row = await database.user.findUnique({ where: { id }, include })
  return row && accountIn(row)
}

export async function findAccounts(
  database: PrismaClient,
  page: Pick<Prisma.UserFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<AccountRow[]> {
  return (await database.user.findMany({ ...page, include })).map(accountIn)
}

export function shown({ id, email, name, role, tier, language, timeZone, contactId, customerIds, ...row }: AccountRow) {
  const { officeId, revision, passwordSetAt, disabledAt, createdAt } = row
  return {
    ...{ id, email, name, role, tier, function: row.function, officeId, language, timeZone },
    ...{ contactId, customerIds, revision },
    passwordSetAt: passwordSetAt?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}

/** For the table of changes. */
function noted(row: AccountRow) {
  const {
    id: _id,
    customerIds: _bound,
    revision: _revision,
    passwordSetAt: _set,
    createdAt: _at,
    ...fields
  } = shown(row)
  return fields
}

export const correctedAccount: Corrected<AccountRow> = {
  thing: 'account',
  shown: noted,
  find: findAccount,
  write(database, before, after, by) {
    const { id, revision } = before
    const { name, email, role, tier, officeId, language, timeZone, disabledAt } = after
    const data = { name, email, role, tier, function: after.function, officeId, language, timeZone, disabledAt }
    const update = database.user.update({ where: { id, revision }, data: { ...data, revision: after.revision } })
    const ended = disabledAt && !before.disabledAt ? endAll(database, id, disabledAt) : []
    if (before.role !== 'admin' || (role === 'admin' && disabledAt === null)) return [update, ...ended]
    // Whoever takes an admin away is one at that very time, so that two at once do not leave none. In one order, lest
    // each waits for the other.
    const still = database.user.update({ where: { id: by, role: 'admin', disabledAt: null }, data: { role: 'admin' } })
    return [...(by < id ? [still, update] : [update, still]), ...ended]
  },
}

/** Every token opens nothing any more, and every link to set a password leads nowhere. */
function endAll(database: PrismaClient, userId: string, at: Date) {
  return [
    database.accessToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } }),
    database.passwordLink.updateMany({ where: { userId, endedAt: null }, data: { endedAt: at } }),
  ]
}
