import type { z } from 'zod'
import type { Policy } from '../../domain/promises/policy.ts'
import type { PhaseFrom } from '../../domain/promises/subject.ts'
import type { Stretch } from '../../domain/time/working-time.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { policyIn } from '../../store/rows.ts'
import { findVersion } from '../../store/versions.ts'
import { pinCalendars } from '../shared/calendar-refs.ts'
import { faultsOfPromises } from '../shared/keepable.ts'
import { refuseRetired } from '../shared/retirement.ts'
import type { newContract } from './schema.ts'

/** What is agreed; of a contract that stands, on which version of its policy it is, which stays. */
type Agreed = z.output<typeof newContract> & { policyVersion?: number }

/** What is agreed, as it is stored. Throws a Fault for what is not known, is retired, or could not be kept. */
export async function checked(database: PrismaClient, given: Agreed) {
  const { startsOn, endsOn, deemedAcceptance, followUp, ...agreed } = given
  const policy = await checkNames(database, agreed)
  const own = {
    ...(deemedAcceptance && { deemedAcceptance: await pinned(database, 'deemedAcceptance', deemedAcceptance) }),
    ...(followUp && { followUp: await pinned(database, 'followUp', followUp) }),
  }
  requirePhases(policy, agreed.phases)
  await requireOwnSystems(database, policy, agreed.customerId)
  const faults = await faultsOfPromises(database, policy, own)
  if (faults.length > 0) throw Fault.invalid(...faults.map((fault) => ofContract(fault, 'policyId')))
  const dates = { startsOn: new Date(startsOn), endsOn: new Date(endsOn) }
  return { ...agreed, ...dates, policyVersion: policy.version, deemedAcceptance: null, followUp: null, ...own }
}

/** R6.4: rows that hold in a phase would hold never. */
export function requirePhases({ rows }: Policy, phases: readonly PhaseFrom[], field = 'phases'): void {
  if (phases.length > 0 || rows.every((row) => row.phases === undefined)) return
  throw Fault.invalid({
    field,
    message: 'The policy promises by phases of the contract: say which there are, and from when',
  })
}

/** R9.1: its customer reads the rows of the policy, which name systems by their ids. */
export async function requireOwnSystems(
  database: PrismaClient,
  { rows }: Policy,
  customerId: string,
  field = 'policyId',
): Promise<void> {
  const named = rows.flatMap(({ systems = [] }) => systems)
  if (named.length === 0) return
  const other = await database.system.findFirst({ where: { id: { in: named }, NOT: { customerId } } })
  if (other === null) return
  const message = `It promises for ${other.id}, a system of another customer: make a policy for each of the two`
  throw Fault.invalid({ field, message })
}

type Names = Pick<Agreed, 'customerId' | 'policyId' | 'policyVersion' | 'acceptorId'>

/** The ids that it names, which must all be known, and the acceptor one of this customer's people (SLA 14). */
async function checkNames(database: PrismaClient, names: Names): Promise<Policy> {
  const { customerId, policyId, policyVersion, acceptorId } = names
  const [customer, policy, acceptor] = await Promise.all([
    database.customer.findUnique({ where: { id: customerId } }),
    policyVersion === undefined
      ? findVersion(database.policy, policyId)
      : database.policy.findUnique({ where: { id_version: { id: policyId, version: policyVersion } } }),
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

async function pinned(database: PrismaClient, field: string, { calendar, target }: Stretch): Promise<Stretch> {
  const pin = await pinCalendars(database, [{ field: `${field}.calendar`, calendar }])
  return { target, calendar: pin(calendar) }
}

/** What its policy cannot keep is named by the field that names the policy. */
export function ofContract({ field, message }: FieldFault, policyField: string): FieldFault {
  if (field.startsWith('deemedAcceptance') || field.startsWith('followUp')) return { field, message }
  return { field: policyField, message: `${field} of this policy: ${message}` }
}
