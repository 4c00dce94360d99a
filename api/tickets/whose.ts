import type { Contact } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Reported } from '../../domain/ticket/state.ts'
import type { UncoveredBecause } from '../../domain/ticket/uncovered.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { refuseRetired } from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'
import { type Contract, deskTermsOf, termsOf } from './terms.ts'

/** What says whose a ticket is. Any may be absent (SLA 24). */
export interface Naming {
  contractId?: string | undefined
  customerId?: string | undefined
  systemId?: string | undefined
  reporterId?: string | undefined
}

/** Whose a ticket is, and what holds for it. */
export type Whose = Pick<Reported, 'customer' | 'system' | 'reporter' | 'uncovered' | 'terms'>

/**
 * Looks up whose it is, as of the instant of the call: the customer of whatever is named, all of one customer, whom the
 * caller may see. A contract that does not cover it then is named all the same (SLA 24).
 */
export async function whoseIs(database: PrismaClient, user: SignedIn, naming: Naming, at: Instant): Promise<Whose> {
  const found = await lookedUp(database, naming)
  const { contract, customer, system, contact } = found
  requireAll(user, naming, found)
  if (system) refuseRetired(system, 'systemId')
  if (contact) refuseRetired(contact, 'reporterId')
  const reporter: Contact | undefined = contact && { id: contact.id, name: contact.name }
  const uncovered = customer === undefined ? 'unknownCaller' : whyUncovered(contract, at)
  return {
    ...(customer && { customer: { id: customer.id, name: customer.name } }),
    ...(system && { system: { id: system.id, name: system.name } }),
    ...(reporter && { reporter }),
    ...(uncovered && { uncovered }),
    terms:
      contract && !uncovered
        ? await termsOf(database, contract)
        : await deskTermsOf(database, contract?.id ?? null, reporter ?? null),
  }
}

async function lookedUp(database: PrismaClient, { contractId, customerId, systemId, reporterId }: Naming) {
  const [contract, named, system, contact] = await Promise.all([
    contractId &&
      database.contract.findUnique({ where: { id: contractId }, include: { acceptor: true, customer: true } }),
    customerId && database.customer.findUnique({ where: { id: customerId } }),
    systemId && database.system.findUnique({ where: { id: systemId } }),
    reporterId && database.contact.findUnique({ where: { id: reporterId } }),
  ])
  const owner = (contact || system || undefined)?.customerId
  const customer = (contract || undefined)?.customer ?? (named || (await customerOf(database, owner)))
  return {
    contract: contract || undefined,
    customer: customer ?? undefined,
    system: system || undefined,
    contact: contact || undefined,
  }
}

function customerOf(database: PrismaClient, id: string | undefined) {
  return id === undefined ? null : database.customer.findUnique({ where: { id } })
}

/** Another customer's thing is answered as one that does not exist. */
function requireAll(
  user: SignedIn,
  naming: Naming,
  { contract, customer, system, contact }: Awaited<ReturnType<typeof lookedUp>>,
): void {
  const owners: [field: keyof Naming, of: string | undefined][] = [
    ['contractId', contract?.customerId],
    ['customerId', customer?.id],
    ['systemId', system?.customerId],
    ['reporterId', contact?.customerId],
  ]
  const wrong = owners.find(
    ([field, of]) =>
      naming[field] !== undefined &&
      !(of && of === customer?.id && of === (naming.customerId ?? of) && inScope(user, of)),
  )
  if (wrong) throw Fault.absent(wrong[0])
}

/** Its dates name no zone: a contract runs while it is one of its days anywhere. */
function whyUncovered(contract: Contract | undefined, at: Instant): UncoveredBecause | undefined {
  if (contract === undefined) return 'noContract'
  const { startsOn, endsOn, retiredAt, customer } = contract
  if (retiredAt || customer.retiredAt) return 'contractRetired'
  if (at < startsOn.getTime() / 1000 - 14 * hour) return 'contractNotBegun'
  return at >= endsOn.getTime() / 1000 + 36 * hour ? 'contractEnded' : undefined
}

const hour = 3600
