import type { z } from 'zod'
import type { Policy } from '../../domain/promises/policy.ts'
import type { PauseRule, Terms } from '../../domain/ticket/state.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import type { Contract, PrismaClient } from '../../prisma/client/client.ts'
import { deemedAcceptanceIn, pauseRulesIn, policyIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { refuseRetired } from '../shared/retirement.ts'
import type { newContract } from './schema.ts'

type Agreed = z.output<typeof newContract>
type Grant = NonNullable<Terms['deemedAcceptance']>

/** A contract's row whose JSON is read. */
export type ContractRow = Omit<Contract, 'pauseRules' | 'deemedAcceptance'> & {
  pauseRules: PauseRule[]
  deemedAcceptance: Grant | null
}

export function contractIn(row: Contract): ContractRow {
  return { ...row, pauseRules: pauseRulesIn(row), deemedAcceptance: deemedAcceptanceIn(row) ?? null }
}

/** What is agreed, as it is stored. Throws a Fault for what is not known, is retired, or could not be kept. */
export async function checked(database: PrismaClient, { startsOn, endsOn, deemedAcceptance, ...agreed }: Agreed) {
  const policy = await checkNames(database, agreed)
  const granted = deemedAcceptance && (await pinned(database, deemedAcceptance))
  const faults = await faultsOfPromises(database, policy, granted)
  if (faults.length > 0) throw Fault.invalid(...faults.map(ofContract))
  const dates = { startsOn: new Date(startsOn), endsOn: new Date(endsOn) }
  return { ...agreed, ...dates, deemedAcceptance: granted ?? null }
}

type Names = Pick<Agreed, 'customerId' | 'policyId' | 'acceptorId'>

/** The ids that it names, which must all be known, and the acceptor one of this customer's people (SLA 14). */
async function checkNames(database: PrismaClient, { customerId, policyId, acceptorId }: Names): Promise<Policy> {
  const [customer, policy, acceptor] = await Promise.all([
    database.customer.findUnique({ where: { id: customerId } }),
    findVersion(database.policy, policyId),
    database.contact.findUnique({ where: { id: acceptorId } }),
  ])
  if (customer === null) throw Fault.absent('customerId')
  if (policy === null) throw Fault.absent('policyId')
  if (acceptor?.customerId !== customerId) throw Fault.absent('acceptorId')
  refuseRetired(customer, 'customerId')
  refuseRetired(policy, 'policyId')
  refuseRetired(acceptor, 'acceptorId')
  return policyIn(policy)
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
