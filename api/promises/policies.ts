import type { z } from 'zod'
import type { Policy, PolicyRow } from '../../domain/promises/policy.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { newPolicy, policy } from './policy-schema.ts'
import type { Services, Surfaces } from '../shared/services.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { scopeFilter } from '../shared/scope.ts'
import { everyone } from '../shared/who.ts'
import { versioned } from './versioned.ts'
import { policyIn } from '../../store/rows.ts'

type NewPolicy = z.output<typeof newPolicy>

/** SLA 18: each row keeps the version of its calendar that there is now. */
async function pinned(
  { rows, ladder, minimumGapSeconds, noticeHours }: NewPolicy,
  { database }: Pick<Services, 'database'>,
): Promise<Omit<Policy, 'id' | 'version'>> {
  const references = rows.map(({ calendar }, index) => ({ field: `rows[${index}].calendar`, calendar }))
  if (noticeHours !== undefined) references.push({ field: 'noticeHours', calendar: noticeHours })
  const pin = await pinCalendars(database, references)
  return {
    rows: rows.map((row): PolicyRow => ({ ...row, calendar: pin(row.calendar) })),
    ladder,
    minimumGapSeconds,
    ...(noticeHours !== undefined && { noticeHours: pin(noticeHours) }),
  }
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
  definitionOf: pinned,
  shown: (row) => ({ ...policyIn(row), name: row.name, createdAt: row.createdAt.toISOString() }),
  readable: ofOwnContracts,
})
