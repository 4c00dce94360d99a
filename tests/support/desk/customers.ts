import { hashPassword, newToken } from '../../../store/secrets.ts'
import type { Actor } from '../../../domain/people/actors.ts'
import type { LadderStep, PolicyRow } from '../../../domain/promises/policy.ts'
import type { Prisma, PrismaClient } from '../../../prisma/client/client.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../ticket/people.ts'
import { generalPolicy } from '../ticket/policy.ts'

export const peoplesPassword = 'correct horse battery'

type Person = Pick<Actor, 'name' | 'role' | 'tier' | 'contactId'>

/** Of another customer. */
const stranger = '许峰'

/** Jiangzhou's people and ours; each name is also the account's id and its token's key. */
const people: Record<string, Person> = {
  acceptor: account(acceptor, { contactId: 'con_acceptor' }),
  reporter: account(customer, { contactId: 'con_reporter' }),
  stranger: { name: stranger, role: 'customer', contactId: 'con_stranger' },
  agent: account(agent),
  engineer: account(resident),
  headquarters: account(headquarters),
  senior: account(senior),
  manager: account(manager, { tier: 'manager' }),
  admin: { name: 'Admin', role: 'admin' },
}

function account({ name, role, tier }: Actor, more: Partial<Person> = {}): Person {
  return { name, role, ...(tier && { tier }), ...more }
}

export async function seed(database: PrismaClient): Promise<Map<string, string>> {
  const first = (id: string, definition: object) => ({
    ...{ id, name: id, version: 1, requestKey: id },
    definition: JSON.parse(JSON.stringify(definition)) as Prisma.InputJsonObject,
  })
  const office = { timeZone: 'Asia/Shanghai', week: { monday: [['09:00', '17:00']] }, overrides: [] }
  await database.calendar.create({ data: first('cal_mondays', office) })
  for (const who of ['jiangzhou', 'huayue']) {
    await database.policy.create({ data: first(`pol_${who}`, policyOf(generalPolicy.rows, generalPolicy.ladder)) })
    await addCustomer(database, who)
  }
  const passwordHash = await hashPassword(peoplesPassword)
  const rows = Object.entries(people).map(([id, person]) => ({ id, token: newToken(), ...person }))
  await database.user.createMany({
    data: rows.map(({ token: _token, ...person }) => ({
      ...person,
      email: `${person.id}@people.example`,
      language: 'en',
      passwordHash,
    })),
  })
  // R3.3: on file with every customer, so that who shall be barred is barred by the test.
  const onFile = ['engineer', 'headquarters', 'senior', 'manager', 'admin'].map((userId) => ({
    ...{ id: `qua_${userId}`, userId, skill: 'systems', certificate: `Systems ${userId}` },
    validFrom: new Date('2020-01-01'),
  }))
  await database.qualification.createMany({ data: onFile })
  const bound = ['agent', 'engineer', 'headquarters', 'senior']
  await database.staffBinding.createMany({ data: bound.map((userId) => ({ userId, customerId: 'cus_jiangzhou' })) })
  await database.accessToken.createMany({
    data: rows.map(({ id, token }) => ({ id: `tok_${id}`, userId: id, hash: token.hash, kind: 'session' })),
  })
  return new Map(rows.map(({ id, token }) => [id, token.token]))
}

/** Without warnings, so that a test's mails and events are its own. */
export function policyOf(rows: PolicyRow[], ladder: LadderStep[] = []) {
  return { rows, ladder, minimumGapSeconds: 300 }
}

async function addCustomer(database: PrismaClient, who: string): Promise<void> {
  const customerId = `cus_${who}`
  await database.customer.create({ data: { id: customerId, name: who } })
  await database.system.create({ data: { id: `sys_${who}`, customerId, name: `Portal of ${who}` } })
  const contact = (id: string, name: string, language: string) => ({
    ...{ id, name, language, customerId },
    email: `${id}@${who}.example`,
  })
  const contacts =
    who === 'jiangzhou'
      ? [contact('con_acceptor', acceptor.name, 'zh-CN'), contact('con_reporter', customer.name, 'en')]
      : [contact('con_stranger', stranger, 'en')]
  await database.contact.createMany({ data: contacts })
  await database.contract.create({
    data: {
      id: `ctr_${who}`,
      customerId,
      name: 'Maintenance',
      startsOn: new Date('2025-01-01'),
      endsOn: new Date('2099-12-31'),
      policyId: `pol_${who}`,
      policyVersion: 1,
      acceptorId: contacts[0]?.id ?? '',
      reopenWindowDays: 7,
      pauseRules: [{ reason: 'customer', metrics: ['resolution', 'update'] }],
    },
  })
}
