import type { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { json } from '../../http/json.ts'
import { Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { json as column } from '../../store/rows.ts'
import { correctionsOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf } from '../shared/owned.ts'
import { endTickets, keptOf } from '../shared/retirement.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { checked, contractIn, type ContractRow } from './checked.ts'
import { contract, contractChanges, newContract } from './schema.ts'

function shown({ createdAt, startsOn, endsOn, ...row }: ContractRow) {
  const { id, customerId, name, policyId, acceptorId, reopenWindowDays, pauseRules, deemedAcceptance } = row
  return {
    id,
    customerId,
    name,
    startsOn: dateOf(startsOn),
    endsOn: dateOf(endsOn),
    policyId,
    acceptorId,
    reopenWindowDays,
    pauseRules,
    deemedAcceptance,
    ...keptOf(row),
    createdAt: createdAt.toISOString(),
  }
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

async function find(database: PrismaClient, id: string): Promise<ContractRow | null> {
  const row = await database.contract.findUnique({ where: { id } })
  return row && contractIn(row)
}

const createContract = operation({
  summary: 'Create a contract: who is promised what, and who accepts',
  who: managers,
  body: newContract,
  async run({ body, user, idempotencyKey }, { database }) {
    const id = idFrom('ctr', user.id, idempotencyKey)
    const data = { id, ...columnsOf(await checked(database, body)) }
    await database.contract.createMany({ data, skipDuplicates: true })
    return contractIn(await database.contract.findUniqueOrThrow({ where: { id } }))
  },
})

/** For writing. */
function columnsOf<T extends Pick<ContractRow, 'pauseRules' | 'deemedAcceptance'>>(terms: T) {
  const { pauseRules, deemedAcceptance, ...columns } = terms
  const granted = deemedAcceptance === null ? Prisma.DbNull : column(deemedAcceptance)
  return { ...columns, pauseRules: column(pauseRules), deemedAcceptance: granted }
}

/** What was agreed with what is changed is checked as a new contract is. */
async function changed(
  row: ContractRow,
  given: z.output<typeof contractChanges>,
  { database }: Services,
): Promise<ContractRow> {
  const { customerId, name, policyId, acceptorId, reopenWindowDays, pauseRules } = row
  const dates = { startsOn: dateOf(row.startsOn), endsOn: dateOf(row.endsOn) }
  const was = { customerId, name, ...dates, policyId, acceptorId, reopenWindowDays, pauseRules }
  const { deemedAcceptance = row.deemedAcceptance, ...others } = given
  const agreed = { ...was, ...others, deemedAcceptance: deemedAcceptance ?? undefined }
  if (agreed.endsOn < agreed.startsOn) throw Fault.invalid({ field: 'endsOn', message: 'Ends before it begins' })
  return { ...row, ...(await checked(database, agreed)) }
}

/** What it names must be there again. */
async function toDoBeforeReturn({ customerId, policyId, acceptorId }: ContractRow, { database }: Services) {
  const retired = { retiredAt: { not: null } }
  const named = await Promise.all([
    database.customer.findFirst({ where: { id: customerId, ...retired }, select: { id: true } }),
    database.policy.findFirst({ where: { id: policyId, ...retired }, select: { id: true } }),
    database.contact.findFirst({ where: { id: acceptorId, ...retired }, select: { id: true } }),
  ])
  return named.flatMap((row) => (row === null ? [] : [`Take back that ${row.id} is retired`]))
}

const version = ({ revision }: ContractRow) => revision

export const contracts: Surfaces = [
  json(createContract, {
    post: '/v1/contracts',
    tag: 'contracts',
    answers: { 201: { description: 'Created, or found again', schema: contract, headers: ['Location', 'ETag'] } },
    shown,
    version,
    location: ({ id }) => `/v1/contracts/${id}`,
  }),
  ...readsOf({
    name: 'contract',
    schema: contract,
    shown,
    page: async (database, page) => (await database.contract.findMany(page)).map(contractIn),
    find,
  }),
  ...correctionsOf({
    thing: 'contract',
    names: 'contracts',
    who: managers,
    given: contractChanges,
    schema: contract,
    shown,
    find,
    inScope: () => true,
    changed,
    toDoFirst: ({ id: contractId, customerId }, { database }) => endTickets(database, { customerId, contractId }),
    toDoBeforeReturn,
    write: (database, { id, revision }, { id: _id, createdAt: _at, ...after }) => {
      return [database.contract.update({ where: { id, revision }, data: columnsOf(after) })]
    },
  }),
]
