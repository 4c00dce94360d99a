import type { z } from 'zod'
import type { Policy, PolicyRow } from '../../domain/promises/policy.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import type { Terms } from '../../domain/ticket/state.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import type { Version } from '../../store/versions.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { newPolicy, policy } from './policy-schema.ts'
import type { Services, Surfaces } from '../shared/services.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { keptOf, listed, liveContracts } from '../shared/retirement.ts'
import { scopeFilter } from '../shared/scope.ts'
import { everyone } from '../shared/who.ts'
import { versioned } from './versioned.ts'
import { policyIn } from '../../store/rows.ts'

type NewPolicy = z.output<typeof newPolicy>
type Definition = Omit<Policy, 'id' | 'version'>

/** SLA 18: each row keeps the version of its calendar that there is now. */
async function pinned(
  { rows, ladder, minimumGapSeconds, noticeHours, longestPause, holdSeconds }: NewPolicy,
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
  }
}

/** SLA 18 and H3. */
async function definitionOf(given: NewPolicy, { database }: Services, policyId: string) {
  const definition = await pinned(given, database)
  await refuseUnkeepable(database, policyId, definition)
  return definition
}

/** H3: neither alone, nor with an acceptance that a contract on it grants. */
async function refuseUnkeepable(database: PrismaClient, policyId: string, policy: Definition): Promise<void> {
  const grants = await database.$queryRaw<{ grant: NonNullable<Terms['deemedAcceptance']> }[]>`
    SELECT DISTINCT "deemedAcceptance" AS grant FROM "Contract"
    WHERE "policyId" = ${policyId} AND "deemedAcceptance" IS NOT NULL`
  for (const grant of [undefined, ...grants.map(({ grant }) => grant)]) {
    const faults = await faultsOfPromises(database, policy, grant)
    if (faults.length > 0) throw Fault.invalid(...faults.map(ofPolicy))
  }
}

function ofPolicy({ field, message }: FieldFault): FieldFault {
  if (!field.startsWith('deemedAcceptance')) return { field, message }
  return { field: 'rows', message: `With these, a contract's own ${field} could not be kept any more: ${message}` }
}

/** M7: what each may read of it. A customer reads what he is promised; whom we tell at which percent is our own affair. */
function shownTo({ role }: SignedIn, row: Version) {
  const { id, version, rows, ...ours } = policyIn(row)
  const policy = { id, version, name: row.name, rows, ...keptOf(row), createdAt: row.createdAt.toISOString() }
  if (role === 'customer') return { ...policy, rows: rows.filter(({ internal }) => !internal) }
  return { ...policy, ...ours }
}

/** Staff read every policy; customers those of their own contracts. */
async function ofOwnContracts(database: PrismaClient, user: SignedIn): Promise<{ id?: { in: string[] } }> {
  if (user.role !== 'customer') return {}
  const contracts = await database.contract.findMany({ where: scopeFilter(user), select: { policyId: true } })
  return { id: { in: contracts.map(({ policyId }) => policyId) } }
}

export const policies: Surfaces = versioned({
  name: 'policy',
  names: 'policies',
  prefix: 'pol',
  creating: 'Create a policy: what is promised, and what happens when it is about to be broken',
  addingVersion: 'Add a version; open tickets keep theirs until they are retargeted',
  given: newPolicy,
  schema: policy,
  readers: everyone,
  table: (database) => database.policy,
  definitionOf,
  shown: (row, user) => shownTo(user, row),
  readable: ofOwnContracts,
  async toDoFirst({ id: policyId }, { database, now }) {
    const contracts = await liveContracts(database, now(), { policyId })
    return contracts.length > 0 ? [`Name another policy in ${listed(contracts)}`] : []
  },
})
