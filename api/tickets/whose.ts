import type { Contact } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { deskPolicyId } from '../../domain/ticket/desk-terms.ts'
import type { Reported } from '../../domain/ticket/state.ts'
import type { UncoveredBecause } from '../../domain/ticket/uncovered.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import type { Contract as ContractRow, Customer, PrismaClient, System } from '../../prisma/client/client.ts'
import { columnsOf, type Joined, thingIn } from '../../store/joined.ts'
import { refuseRetired } from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'
import { type Contract, deskTermsOf, termsOf } from './terms.ts'
import { prepared } from '../../store/prepared.ts'

/** What says whose a ticket is. Any may be absent (SLA 24). */
export interface Naming {
  contractId?: string | undefined
  customerId?: string | undefined
  systemId?: string | undefined
  reporterId?: string | undefined
}

/** Whose a ticket is, and what holds for it. */
export type Whose = Pick<Reported, 'customer' | 'system' | 'reporter' | 'uncovered' | 'quoteFirst' | 'terms'>

/**
 * Looks up whose it is, as of the instant of the call: the customer of whatever is named, all of one customer, whom the
 * caller may see. A contract that does not cover it then is named all the same (SLA 24). What a ticket holds already it
 * keeps, though that was retired since.
 */
export async function whoseIs(
  database: PrismaClient,
  user: SignedIn,
  naming: Naming,
  at: Instant,
  held: Naming = {},
): Promise<Whose> {
  const found = await lookedUp(database, naming)
  const { contract, customer, system, contact, deskVersion } = found
  requireAll(user, naming, found)
  if (system && system.id !== held.systemId) refuseRetired(system, 'systemId')
  if (contact && contact.id !== held.reporterId) refuseRetired(contact, 'reporterId')
  const reporter: Contact | undefined = contact && { id: contact.id, name: contact.name }
  const retired = contract?.id !== held.contractId && Boolean(contract?.retiredAt ?? customer?.retiredAt)
  const uncovered = customer === undefined ? 'unknownCaller' : whyUncovered(contract, retired, at)
  return {
    ...(customer && { customer: { id: customer.id, name: customer.name } }),
    ...(system && { system: { id: system.id, name: system.name } }),
    ...(reporter && { reporter }),
    // R6.3: from now on; what was opened before there were quotes is resolved without.
    ...(uncovered && { uncovered, quoteFirst: true as const }),
    terms:
      contract && !uncovered
        ? await termsOf(database, contract, at)
        : await deskTermsOf(database, deskVersion, { contractId: contract?.id ?? null, reporter: reporter ?? null }),
  }
}

/** All that is named and what belongs to it, in one statement: it stands in the way of each opening. */
async function lookedUp(database: PrismaClient, { contractId, customerId, systemId, reporterId }: Naming) {
  const [row = {}] = await database.$queryRaw<Joined[]>`${prepared}
    SELECT ${columnsOf('contract', contractColumns)}, ${columnsOf('acceptor', ['id', 'name'])},
      ${columnsOf('customer', ['id', 'name', 'retiredAt', 'timeZone'])}, ${columnsOf('system', ownedColumns)},
      ${columnsOf('contact', ownedColumns)},
      (SELECT max("version") FROM "Policy" WHERE "id" = ${deskPolicyId}) AS "deskVersion"
    FROM (SELECT) nothing
      LEFT JOIN "Contract" contract ON contract."id" = ${contractId ?? null}
      LEFT JOIN "Contact" acceptor ON acceptor."id" = contract."acceptorId"
      LEFT JOIN "System" system ON system."id" = ${systemId ?? null}
      LEFT JOIN "Contact" contact ON contact."id" = ${reporterId ?? null}
      LEFT JOIN "Customer" customer ON customer."id" =
        coalesce(contract."customerId", ${customerId ?? null}, contact."customerId", system."customerId")`
  const contract = thingIn<Omit<NamedContract, 'acceptor' | 'customer'>>(row, 'contract')
  const acceptor = thingIn<Contact>(row, 'acceptor')
  const customer = thingIn<Pick<Customer, 'id' | 'name' | 'retiredAt' | 'timeZone'>>(row, 'customer')
  return {
    contract: contract && acceptor && customer && { ...contract, acceptor, customer },
    customer,
    system: thingIn<Owned>(row, 'system'),
    contact: thingIn<Owned>(row, 'contact'),
    deskVersion: row.deskVersion as number | null,
  }
}

const ownedColumns = ['id', 'name', 'customerId', 'retiredAt']
type Owned = Pick<System, 'id' | 'name' | 'customerId' | 'retiredAt'>

const contractColumns = [
  ...['id', 'customerId', 'startsOn', 'endsOn', 'retiredAt', 'policyId', 'policyVersion'],
  ...['reopenWindowDays', 'pauseRules', 'deemedAcceptance', 'followUp', 'phases', 'importantPeriods'],
]
type NamedContract = Contract & Pick<ContractRow, 'customerId' | 'startsOn' | 'endsOn' | 'retiredAt'>

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
function whyUncovered(
  contract: NamedContract | undefined,
  retired: boolean,
  at: Instant,
): UncoveredBecause | undefined {
  if (contract === undefined) return 'noContract'
  const { startsOn, endsOn } = contract
  if (retired) return 'contractRetired'
  if (at < startsOn.getTime() / 1000 - 14 * hour) return 'contractNotBegun'
  return at >= endsOn.getTime() / 1000 + 36 * hour ? 'contractEnded' : undefined
}

const hour = 3600
