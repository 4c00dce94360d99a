import type { z } from 'zod'
import { accountFaults } from '../../domain/people/accounts.ts'
import { Fault } from '../../http/faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { type Asked, isOf, noteOf } from '../shared/changes.ts'
import { idFrom } from '../shared/idempotency.ts'
import { refuseRetired } from '../shared/retirement.ts'
import type { Services } from '../shared/services.ts'
import { type AccountRow, findAccount } from './account-row.ts'
import type { newAccount } from './account-schema.ts'

type NewAccount = z.output<typeof newAccount>

/** Makes an account with whom it serves, or finds the one that the same request made. Without a password until a link sets one. */
export async function createAccount(
  { database, now }: Pick<Services, 'database' | 'now'>,
  asked: Asked,
  { customerIds, ...given }: NewAccount,
  passwordHash: string | null = null,
): Promise<AccountRow> {
  const id = idFrom('usr', asked.user.id, asked.idempotencyKey)
  const made = await findAccount(database, id)
  if (made) return made
  const faults = accountFaults({ ...given, customerIds })
  if (faults.length > 0) throw Fault.invalid(...faults)
  await checkNames(database, given.contactId, customerIds)
  await checkOffice(database, given.officeId)
  const account = { id, ...given, passwordHash }
  const after = { ...given, customerIds }
  const note = noteOf(asked, now(), { thing: 'account', thingId: id, revision: 1, before: {}, after })
  try {
    await database.$transaction([
      database.user.create({ data: account }),
      database.staffBinding.createMany({
        data: [...new Set(customerIds)].map((customerId) => ({ userId: id, customerId })),
      }),
      database.change.create({ data: note }),
    ])
  } catch (error) {
    // Its address is taken, or the same request was faster.
    if (!isOf(error, 'P2002')) throw error
  }
  const row = await findAccount(database, id)
  if (row === null) throw addressTaken()
  return row
}

export function addressTaken(): Fault {
  return Fault.invalid({ field: 'email', message: 'There is an account with this address already' })
}

/** R4.3 */
export async function checkOffice(database: PrismaClient, officeId: string | null | undefined): Promise<void> {
  if (!officeId) return
  const office = await database.office.findUnique({ where: { id: officeId } })
  if (office === null) throw Fault.absent('officeId')
  refuseRetired(office, 'officeId')
}

async function checkNames(database: PrismaClient, contactId: string | undefined, customerIds: string[]): Promise<void> {
  const [contact, customers] = await Promise.all([
    contactId === undefined ? undefined : database.contact.findUnique({ where: { id: contactId } }),
    database.customer.findMany({ where: { id: { in: customerIds } } }),
  ])
  if (contact === null) throw Fault.absent('contactId')
  if (contact) refuseRetired(contact, 'contactId')
  const byId = new Map(customers.map((customer) => [customer.id, customer]))
  customerIds.forEach((id, index) => {
    const customer = byId.get(id)
    if (customer === undefined) throw Fault.absent(`customerIds[${index}]`)
    refuseRetired(customer, `customerIds[${index}]`)
  })
}
