import { hashPassword, newToken } from '../store/secrets.ts'
import type { Role } from '../domain/people/roles.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { accounts, demoPassword } from './accounts.ts'
import { calendars } from './calendars.ts'
import { contracts } from './contracts.ts'
import { contacts, customers, systems } from './customers.ts'
import { journeys, offices } from './offices.ts'
import { policies } from './policies.ts'
import { qualifications } from './qualifications.ts'
import { residentsDuty, residentsShifts } from './rota.ts'
import { json } from '../store/rows.ts'

export interface DemoUser {
  role: Role
  email: string
  password: string
  token: string
}

/**
 * Adds the demo data that is not there yet, and changes none that is. Answers who may sign in, with tokens that are good
 * for a week or until the next start. For the embedded stack only: the password is known to everybody.
 */
export async function seed(database: PrismaClient): Promise<DemoUser[]> {
  await addPromises(database, new Date().getUTCFullYear())
  await addCustomers(database)
  await addOffices(database)
  await addAccounts(database)
  await addRota(database, new Date())
  return newTokens(database)
}

const skipDuplicates = true

async function addPromises(database: PrismaClient, thisYear: number): Promise<void> {
  const first = ({ id, name, definition }: { id: string; name: string; definition: object }) => {
    return { id, version: 1, name, definition: json(definition), requestKey: `demo ${id}` }
  }
  await database.calendar.createMany({ data: calendars(thisYear).map(first), skipDuplicates })
  await database.policy.createMany({ data: policies.map(first), skipDuplicates })
}

async function addCustomers(database: PrismaClient): Promise<void> {
  await database.customer.createMany({ data: customers, skipDuplicates })
  await database.system.createMany({ data: systems, skipDuplicates })
  await database.contact.createMany({ data: contacts, skipDuplicates })
  const data = contracts.map(({ startsOn, endsOn, pauseRules, ...contract }) => ({
    ...contract,
    startsOn: new Date(startsOn),
    endsOn: new Date(endsOn),
    pauseRules: pauseRules.map((rule) => ({ ...rule })),
  }))
  await database.contract.createMany({ data, skipDuplicates })
}

async function addOffices(database: PrismaClient): Promise<void> {
  await database.office.createMany({ data: offices.map(({ id, name }) => ({ id, name })), skipDuplicates })
  await database.journey.createMany({ data: journeys, skipDuplicates })
}

/** Hashing a password takes time, so it is done for new accounts only. */
async function addAccounts(database: PrismaClient): Promise<void> {
  const known = new Set((await database.user.findMany({ select: { id: true } })).map(({ id }) => id))
  const missing = accounts.filter(({ id }) => !known.has(id))
  const data = await Promise.all(
    missing.map(async ({ serves: _serves, shown: _shown, ...account }) => ({
      ...account,
      language: 'zh-CN',
      passwordHash: await hashPassword(demoPassword),
    })),
  )
  await database.user.createMany({ data, skipDuplicates })
  const bindings = missing.flatMap(({ id, serves = [] }) => serves.map((customerId) => ({ userId: id, customerId })))
  await database.staffBinding.createMany({ data: bindings, skipDuplicates })
  const onFile = qualifications.map(({ validFrom, validUntil, ...one }) => {
    return { ...one, validFrom: new Date(validFrom), validUntil: new Date(validUntil) }
  })
  await database.qualification.createMany({ data: onFile, skipDuplicates })
}

/** Shifts that came within reach since are a change that whoever looks after the duty must see. */
async function addRota(database: PrismaClient, now: Date): Promise<void> {
  await database.duty.createMany({ data: residentsDuty, skipDuplicates })
  const { count } = await database.shift.createMany({ data: residentsShifts(now), skipDuplicates })
  const changes = { increment: count > 0 ? 1 : 0 }
  await database.duty.update({ where: { id: residentsDuty.id }, data: { changes } })
}

const weekMilliseconds = 7 * 24 * 3_600_000

async function newTokens(database: PrismaClient): Promise<DemoUser[]> {
  const now = new Date()
  const made = accounts.filter(({ shown }) => shown).map((account) => ({ account, ...newToken() }))
  await database.accessToken.updateMany({ where: { kind: 'demo', revokedAt: null }, data: { revokedAt: now } })
  await database.accessToken.createMany({
    data: made.map(({ account, hash }) => ({
      id: `demo_${hash.slice(0, 20)}`,
      userId: account.id,
      hash,
      kind: 'demo',
      name: 'npm start',
      expiresAt: new Date(now.getTime() + weekMilliseconds),
    })),
  })
  return made.map(({ account: { role, email }, token }) => ({ role, email, password: demoPassword, token }))
}
