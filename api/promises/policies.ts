import type { z } from 'zod'
import type { Policy, PolicyRow } from '../../domain/promises/policy.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { deskPolicyId } from '../../domain/ticket/desk-terms.ts'
import { Fault } from '../../http/faults.ts'
import type { Version, VersionWhere } from '../../store/versions.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { newPolicy, policy, type policyDraft } from './policy-schema.ts'
import type { Surfaces } from '../shared/services.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { keptOf, listed, liveContracts } from '../shared/retirement.ts'
import { scopeFilter } from '../shared/scope.ts'
import { everyone } from '../shared/who.ts'
import { versioned } from './versioned.ts'
import { policyIn } from '../../store/rows.ts'

type Drafted = z.output<typeof policyDraft>
export type Definition = Omit<Policy, 'id' | 'version'>

/** SLA 18: each row keeps the version of its calendar that there is now. */
async function pinned(
  { rows, ladder, minimumGapSeconds, noticeHours, longestPause, holdSeconds, nextPersonSeconds }: Drafted,
  database: PrismaClient,
): Promise<Definition> {
  const references = rows.map(({ calendar }, index) => ({ field: `rows[${index}].calendar`, calendar }))
  if (noticeHours !== undefined) references.push({ field: 'noticeHours', calendar: noticeHours })
  if (longestPause) references.push({ field: 'longestPause.calendar', calendar: longestPause.calendar })
  const pin = await pinCalendars(database, references)
  return {
    rows: rows.map((row): PolicyRow => ({ ...row, calendar: pin(row.calendar) })),
    ladder,
    minimumGapSeconds,
    ...(noticeHours !== undefined && { noticeHours: pin(noticeHours) }),
    ...(longestPause && { longestPause: { ...longestPause, calendar: pin(longestPause.calendar) } }),
    ...(holdSeconds !== undefined && { holdSeconds }),
    ...(nextPersonSeconds !== undefined && { nextPersonSeconds }),
  }
}

/** SLA 18 and H3. Throws a Fault that names the fields of what cannot be kept. */
export async function pinnedAndKept(given: Drafted, database: PrismaClient): Promise<Definition> {
  await requireSystems(given, database)
  const definition = await pinned(given, database)
  const faults = await faultsOfPromises(database, definition)
  if (faults.length > 0) throw Fault.invalid(...faults)
  return definition
}

/** The scope of a row that names what is not there would hold for nothing. */
async function requireSystems({ rows }: Pick<Drafted, 'rows'>, database: PrismaClient): Promise<void> {
  const named = rows.flatMap(({ systems = [] }, row) =>
    systems.map((id, n) => ({ id, field: `rows[${row}].systems[${n}]` })),
  )
  if (named.length === 0) return
  const where = { id: { in: named.map(({ id }) => id) } }
  const known = new Set((await database.system.findMany({ where, select: { id: true } })).map(({ id }) => id))
  const unknown = named.filter(({ id }) => !known.has(id))
  if (unknown.length > 0) throw Fault.invalid(...unknown.map(({ field }) => ({ field, message: 'No such system' })))
}

/** M7: what each may read of it. A customer reads what is promised to them; whom we tell at which percent is our own affair. */
function shownTo({ role }: SignedIn, row: Version) {
  const { id, version, rows, ...ours } = policyIn(row)
  const policy = { id, version, name: row.name, rows, ...keptOf(row), createdAt: row.createdAt.toISOString() }
  if (role === 'customer') return { ...policy, rows: rows.filter(({ internal }) => !internal) }
  return { ...policy, ...ours }
}

/** Staff read every policy; customers those of their own contracts, and no version that these are not on yet (SLA 18). */
async function ofOwnContracts(database: PrismaClient, user: SignedIn): Promise<VersionWhere> {
  if (user.role !== 'customer') return {}
  const select = { policyId: true, policyVersion: true }
  const contracts = await database.contract.findMany({ where: scopeFilter(user), select })
  return { OR: contracts.map(({ policyId, policyVersion }) => ({ id: policyId, version: { lte: policyVersion } })) }
}

export const policies: Surfaces = versioned({
  name: 'policy',
  names: 'policies',
  prefix: 'pol',
  creating: 'Create a policy: what is promised, and what happens when it is about to be broken',
  addingVersion:
    'Add a version; contracts keep theirs until an act puts them on it, and open tickets until they are retargeted',
  given: newPolicy,
  schema: policy,
  readers: everyone,
  table: (database) => database.policy,
  definitionOf: (given, { database }) => pinnedAndKept(given, database),
  shown: (row, user) => shownTo(user, row),
  readable: ofOwnContracts,
  async toDoFirst({ id: policyId }, { database, now }) {
    if (policyId === deskPolicyId) return ['nothing helps: uncovered work runs on it. Add a version instead']
    const contracts = await liveContracts(database, now(), { policyId })
    return contracts.length > 0 ? [`Name another policy in ${listed(contracts)}`] : []
  },
})
