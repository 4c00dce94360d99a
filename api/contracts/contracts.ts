import type { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { json } from '../../http/json.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { correctionsOf } from '../shared/corrections.ts'
import { idFrom } from '../shared/idempotency.ts'
import { readsOf } from '../shared/owned.ts'
import { endTickets } from '../shared/retirement.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { checked } from './checked.ts'
import { dateOf } from '../../store/rows.ts'
import { columnsOf, type ContractRow, contractsIn, corrected, shownTo } from './contract-row.ts'
import { policyVersions } from './policy-version.ts'
import { contract, contractChanges, newContract } from './schema.ts'

const createContract = operation({
  summary: 'Create a contract: who is promised what, and who accepts',
  who: managers,
  body: newContract,
  async run({ body, user, idempotencyKey }, { database }) {
    const id = idFrom('ctr', user.id, idempotencyKey)
    const data = { id, ...columnsOf(await checked(database, body)) }
    await database.contract.createMany({ data, skipDuplicates: true })
    const made = await corrected.find(database, id)
    if (made === null) throw new Error(`Contract ${id} was made and is not there`)
    return made
  },
})

/**
 * What was agreed with what is changed is checked as a new contract is. SLA 18: its policy's version moves only with
 * another policy.
 */
async function changed(
  row: ContractRow,
  given: z.output<typeof contractChanges>,
  { database }: Services,
): Promise<ContractRow> {
  const { customerId, name, policyId, acceptorId, reopenWindowDays, pauseRules, phases, importantPeriods } = row
  const dates = { startsOn: dateOf(row.startsOn), endsOn: dateOf(row.endsOn) }
  const was = {
    customerId,
    name,
    ...dates,
    policyId,
    acceptorId,
    reopenWindowDays,
    pauseRules,
    phases,
    importantPeriods,
  }
  const { deemedAcceptance = row.deemedAcceptance, followUp = row.followUp, ...others } = given
  const own = { deemedAcceptance: deemedAcceptance ?? undefined, followUp: followUp ?? undefined }
  const stays = (given.policyId ?? policyId) === policyId
  const agreed = { ...was, ...others, ...own, ...(stays && { policyVersion: row.policyVersion }) }
  if (agreed.endsOn < agreed.startsOn) throw Fault.invalid({ field: 'endsOn', message: 'Ends before it begins' })
  return { ...row, ...(await checked(database, agreed)), newerPolicyVersion: stays ? row.newerPolicyVersion : null }
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
const page = async (database: PrismaClient, which: Parameters<PrismaClient['contract']['findMany']>[0]) =>
  contractsIn(database, await database.contract.findMany(which))

export const contracts: Surfaces = [
  json(createContract, {
    post: '/v1/contracts',
    tag: 'contracts',
    answers: { 201: { description: 'Created, or found again', schema: contract, headers: ['Location', 'ETag'] } },
    shown: (row, { user }) => shownTo(row, user),
    version,
    location: ({ id }) => `/v1/contracts/${id}`,
  }),
  ...readsOf({ name: 'contract', schema: contract, shown: shownTo, page, find: corrected.find }),
  ...correctionsOf({
    ...corrected,
    names: 'contracts',
    who: managers,
    given: contractChanges,
    schema: contract,
    answered: shownTo,
    inScope: () => true,
    changed,
    toDoFirst: ({ id: contractId, customerId }, { database }) => endTickets(database, { customerId, contractId }),
    toDoBeforeReturn,
  }),
  ...policyVersions,
]
