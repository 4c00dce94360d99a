import type { z } from 'zod'
import type { Policy } from '../../domain/promises/policy.ts'
import type { Terms } from '../../domain/ticket/state.ts'
import type { Contract, Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { contract, newContract } from './schema.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf } from '../shared/owned.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { json } from '../../http/json.ts'
import { json as column, policyIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'

type NewContract = z.output<typeof newContract>
type Grant = NonNullable<Terms['deemedAcceptance']>

function shown({ createdAt, startsOn, endsOn, ...row }: Contract) {
  const { id, customerId, name, policyId, acceptorId, reopenWindowDays, pauseRules, deemedAcceptance } = row
  const [starts, ends] = [startsOn, endsOn].map((date) => date.toISOString().slice(0, 10))
  return {
    id,
    customerId,
    name,
    startsOn: starts,
    endsOn: ends,
    policyId,
    acceptorId,
    reopenWindowDays,
    pauseRules,
    deemedAcceptance,
    createdAt: createdAt.toISOString(),
  }
}

/** The ids that the body names, which must all be known, and the acceptor one of this customer's people (SLA 14). */
async function checkNames(database: PrismaClient, { customerId, policyId, acceptorId }: NewContract): Promise<Policy> {
  const [customer, policy, acceptor] = await Promise.all([
    database.customer.findUnique({ where: { id: customerId } }),
    findVersion(database.policy, policyId),
    database.contact.findUnique({ where: { id: acceptorId } }),
  ])
  if (customer === null) throw Fault.absent('customerId')
  if (policy === null) throw Fault.absent('policyId')
  if (acceptor?.customerId !== customerId) throw Fault.absent('acceptorId')
  return policyIn(policy)
}

async function rowOf(
  database: PrismaClient,
  id: string,
  body: NewContract,
  policy: Policy,
): Promise<Prisma.ContractCreateManyInput> {
  const { startsOn, endsOn, pauseRules, deemedAcceptance, ...rest } = body
  const row = { ...rest, id, startsOn: new Date(startsOn), endsOn: new Date(endsOn), pauseRules }
  const granted = deemedAcceptance && (await pinned(database, deemedAcceptance))
  const faults = await faultsOfPromises(database, policy, granted)
  if (faults.length > 0) throw Fault.invalid(...faults.map(ofContract))
  return granted ? { ...row, deemedAcceptance: column(granted) } : row
}

async function pinned(database: PrismaClient, { calendar, target }: Grant): Promise<Grant> {
  const pin = await pinCalendars(database, [{ field: 'deemedAcceptance.calendar', calendar }])
  return { target, calendar: pin(calendar) }
}

/** What its policy cannot keep is named by the policy. */
function ofContract({ field, message }: FieldFault): FieldFault {
  if (field.startsWith('deemedAcceptance')) return { field, message }
  return { field: 'policyId', message: `${field} of this policy: ${message}` }
}

const createContract = operation({
  summary: 'Create a contract: who is promised what, and who accepts',
  who: managers,
  body: newContract,
  async run({ body, user, idempotencyKey }, { database }) {
    const policy = await checkNames(database, body)
    const id = idFrom('ctr', user.id, idempotencyKey)
    await database.contract.createMany({ data: await rowOf(database, id, body, policy), skipDuplicates: true })
    return database.contract.findUniqueOrThrow({ where: { id } })
  },
})

export const contracts: Surfaces = [
  json(createContract, {
    post: '/v1/contracts',
    tag: 'contracts',
    answers: { 201: { description: 'Created, or found again', schema: contract, headers: ['Location'] } },
    shown,
    location: ({ id }) => `/v1/contracts/${id}`,
  }),
  ...readsOf({
    name: 'contract',
    schema: contract,
    shown,
    page: (database, page) => database.contract.findMany(page),
    find: (database, id) => database.contract.findUnique({ where: { id } }),
  }),
]
