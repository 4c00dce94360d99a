import { z } from 'zod'
import { anchors, modes, planMetrics } from '../../domain/promises/metrics.ts'
import { others, type PolicyChanges, policyChanges } from '../../domain/promises/policy-changes.ts'
import { channels, faultClasses, kinds, phases, priorities } from '../../domain/promises/subject.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { type Policy, Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { policyIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'
import { change } from '../shared/changes.ts'
import { requestKeyOf } from '../shared/idempotency.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { target } from '../shared/promise-fields.ts'
import { refuseRetired } from '../shared/retirement.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { ofContract, requireOwnSystems, requirePhases } from './checked.ts'
import { type ContractRow, corrected, shownTo } from './contract-row.ts'
import { contract } from './schema.ts'

const promise = z
  .strictObject({
    target,
    calendar: z.string(),
    anchor: z.enum(anchors),
    mode: z.enum(modes).optional(),
    workMinutes: z.int().optional(),
    rank: z.int().optional(),
    source: z.string(),
  })
  .nullable()
  .meta({ description: 'Null where it is not promised' })
const changes = {
  policyId: id,
  from: z.int().meta({ description: 'The version that the contract was on' }),
  to: z.int(),
  rows: z.array(
    z.strictObject({
      metric: z.enum(planMetrics),
      tier: z.enum(tiers).optional(),
      kinds: z.array(z.enum(kinds)).optional(),
      classes: z.array(z.enum(faultClasses)).optional(),
      priorities: z.array(z.enum(priorities)).optional(),
      systems: z.array(id).optional(),
      channels: z.array(z.enum(channels)).optional(),
      phases: z.array(z.enum(phases)).optional(),
      importantPeriod: z.literal(true).optional(),
      internal: z.literal(true).optional(),
      before: promise,
      after: promise,
    }),
  ),
  ladder: z.strictObject({ added: z.int(), removed: z.int() }).meta({ description: 'Of its steps, how many' }),
  others: z.array(z.enum(others)).meta({ description: 'What else differs' }),
}
const preview = z.strictObject(changes).meta({ id: 'PolicyVersionChanges' })
const moved = z.strictObject({ ...changes, contract }).meta({ id: 'PolicyVersionMoved' })

const newest = { description: 'The newest when absent' }
const which = z
  .strictObject({ version: z.int().min(1).max(999_999).optional().meta(newest) })
  .meta({ id: 'PolicyVersionChoice', example: { version: 2 } })
const asked = z.strictObject({
  version: z.coerce.number({ error: 'Expected a version' }).int().min(1).max(999_999).optional().meta(newest),
})

/** What a move does, and the contract as it is seen with it. */
interface Move extends PolicyChanges {
  policyId: string
  from: number
  to: number
  contract: ContractRow
}

const show = operation({
  summary: 'Show what another version of its policy would change, without putting the contract on it',
  who: managers,
  params: z.strictObject({ id }),
  query: asked,
  async run({ params, query }, { database }) {
    const row = await found(database, params.id)
    return moveOf(database, row, row.policyVersion, (await named(database, row, query.version)).version)
  },
})

/** SLA 18: the one way in which a new version reaches new tickets; open ones keep theirs until they are retargeted. */
const put = operation({
  summary: 'Put a contract on another version of its policy, for new tickets; shows what that changes',
  who: managers,
  params: z.strictObject({ id }),
  body: which,
  ifMatch: 'required',
  async run(call, services) {
    const { database } = services
    const row = await found(database, call.params.id)
    const after = await change(services, call, corrected, row, async () => {
      if (row.retiredAt) throw new Fault('notNow', 'It is retired: take that back first')
      const { version: policyVersion, newest, ...policy } = await bearable(database, row, call.body.version)
      refuseRetired(policy, 'version')
      return { ...row, policyVersion, newerPolicyVersion: newest > policyVersion ? newest : null }
    })
    // A repeat of it answers the same, wherever the contract has gone since.
    const requestKey = requestKeyOf(call.user.id, call.idempotencyKey)
    const note = await database.change.findUnique({ where: { requestKey } })
    const [from, to] = [note?.before, note?.after].map((side) => fieldIn(side, 'policyVersion') ?? after.policyVersion)
    return moveOf(database, after, Number(from), Number(to), await policyAt(database, after, note?.revision))
  },
})

async function found(database: PrismaClient, contractId: string): Promise<ContractRow> {
  const row = await corrected.find(database, contractId)
  if (row === null) throw Fault.absent()
  return row
}

async function named(
  database: PrismaClient,
  { policyId }: ContractRow,
  ofVersion: number | undefined,
): Promise<Policy> {
  const where = { id: policyId, ...(ofVersion !== undefined && { version: ofVersion }) }
  const policy = await database.policy.findFirst({ where, orderBy: { version: 'desc' } })
  if (policy === null) throw Fault.absent('version')
  return policy
}

/** H3: with what the contract counts beside it. */
async function bearable(database: PrismaClient, row: ContractRow, ofVersion: number | undefined) {
  const [policy, newest] = await Promise.all([
    named(database, row, ofVersion),
    findVersion(database.policy, row.policyId),
  ])
  requirePhases(policyIn(policy), row.phases, 'version')
  await requireOwnSystems(database, policyIn(policy), row.customerId, 'version')
  const { deemedAcceptance, followUp } = row
  const own = { ...(deemedAcceptance && { deemedAcceptance }), ...(followUp && { followUp }) }
  const faults = await faultsOfPromises(database, policyIn(policy), own)
  if (faults.length > 0) throw Fault.invalid(...faults.map((fault) => ofContract(fault, 'version')))
  return { ...policy, newest: newest?.version ?? policy.version }
}

/** On which policy the contract was at that revision: what another has replaced since is written down with that change. */
async function policyAt(database: PrismaClient, row: ContractRow, revision: number | null = row.revision) {
  const moved = await database.change.findFirst({
    where: {
      ...{ thing: 'contract', thingId: row.id, revision: { gt: revision ?? row.revision } },
      before: { path: ['policyId'], not: Prisma.AnyNull },
    },
    orderBy: { revision: 'asc' },
  })
  return String(fieldIn(moved?.before, 'policyId') ?? row.policyId)
}

async function moveOf(
  database: PrismaClient,
  row: ContractRow,
  from: number,
  to: number,
  policyId = row.policyId,
): Promise<Move> {
  const versions = await database.policy.findMany({ where: { id: policyId, version: { in: [from, to] } } })
  const [before, after] = [from, to].map((one) => versions.find(({ version }) => version === one))
  if (!before || !after) throw new Error(`${policyId} has lost version ${from} or ${to}`)
  return { policyId, from, to, ...policyChanges(policyIn(before), policyIn(after)), contract: row }
}

/** Of what was written down. */
function fieldIn(side: unknown, field: string): unknown {
  return typeof side === 'object' && side !== null ? Reflect.get(side, field) : undefined
}

const revision = (move: Move) => move.contract.revision

export const policyVersions: Surfaces = [
  json(show, {
    get: '/v1/contracts/{id}/policy-version',
    tag: 'contracts',
    answers: { 200: { description: 'What would change', schema: preview, headers: ['ETag'] } },
    shown: ({ contract: _unchanged, ...move }) => move,
    version: revision,
  }),
  json(put, {
    post: '/v1/contracts/{id}/policy-version',
    tag: 'contracts',
    answers: { 200: { description: 'What has changed, and the contract', schema: moved, headers: ['ETag'] } },
    shown: ({ contract: row, ...move }, { user }) => ({ ...move, contract: shownTo(row, user) }),
    version: revision,
  }),
]
