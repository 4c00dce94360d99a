import { newToken } from '../../../store/secrets.ts'
import type { Policy } from '../../../domain/promises/policy.ts'
import { contracts } from '../../../demo/contracts.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'

export interface BenchCustomer {
  contractId: string
  systemId: string
  /** Contacts who report, in turn. */
  reporterIds: string[]
  /** Of the account of its acceptor, who signs. */
  acceptorToken: string
}

export interface Wanted {
  customers: number
  reporters: number
  /** What their contracts promise; what the demo's Jiangzhou is promised when absent. */
  policy?: Omit<Policy, 'id' | 'version'>
  /** Ids of the demo's staff who serve them. */
  staff: readonly string[]
  /** Begins their ids, so that several lots can stand beside each other. */
  lot: string
}

/** The demo's agent and, of its residents, the one who acts and two colleagues: a life is sent twelve mails. */
export const smallDesk = ['usr_hemiao', 'usr_lijing', 'usr_wanglei', 'usr_hetao'] as const

/** Customers like the demo's first, many of them, so that nobody gets more mail than one address is sent in an hour. */
export async function addCustomers(database: PrismaClient, wanted: Wanted): Promise<BenchCustomer[]> {
  const { customers, reporters, policy, lot } = wanted
  const [model] = contracts
  if (model === undefined) throw new Error('The demo has no contract')
  // Nobody of the demo's rota serves these customers: its managers would be told of whatever is not answered yet.
  await database.duty.updateMany({ data: { retiredAt: new Date() } })
  const policyId = policy ? `pol_${lot}` : model.policyId
  if (policy) {
    const definition = JSON.parse(JSON.stringify(policy))
    await database.policy.create({ data: { id: policyId, version: 1, name: lot, definition, requestKey: policyId } })
  }
  const all = Array.from({ length: customers }, (_none, index) => {
    const id = `${lot}_${index + 1}`
    const contactIds = Array.from({ length: reporters + 1 }, (_also, place) => `con_${id}_${place}`)
    return { id, customerId: `cus_${id}`, systemId: `sys_${id}`, contractId: `ctr_${id}`, contactIds, ...newToken() }
  })
  await database.customer.createMany({
    data: all.map(({ id, customerId }) => ({ id: customerId, name: `客户 ${id}` })),
  })
  await database.system.createMany({
    data: all.map(({ id, systemId, customerId }) => ({ id: systemId, customerId, name: `系统 ${id}` })),
  })
  await database.contact.createMany({
    data: all.flatMap(({ customerId, contactIds }) =>
      contactIds.map((id) => ({ id, customerId, name: id, email: `${id}@bench.example`, language: 'zh-CN' })),
    ),
  })
  await database.contract.createMany({
    data: all.map(({ contractId, customerId, contactIds: [acceptorId = ''] }) => ({
      ...{ id: contractId, customerId, policyId, acceptorId, name: model.name },
      ...{ policyVersion: 1, reopenWindowDays: model.reopenWindowDays },
      ...{ startsOn: new Date(model.startsOn), endsOn: new Date(model.endsOn) },
      pauseRules: model.pauseRules.map((rule) => ({ ...rule })),
    })),
  })
  const userOf = (id: string) => `usr_${id}`
  await database.user.createMany({
    data: all.map(({ id, contactIds: [contactId = ''] }) => ({
      ...{ id: userOf(id), name: id, email: `${id}@bench.example`, role: 'customer', language: 'zh-CN', contactId },
    })),
  })
  await database.accessToken.createMany({
    data: all.map(({ id, hash }) => ({ id: `tok_${id}`, userId: userOf(id), hash, kind: 'session' })),
  })
  await database.staffBinding.createMany({
    data: wanted.staff.flatMap((userId) => all.map(({ customerId }) => ({ userId, customerId }))),
  })
  return all.map(({ contractId, systemId, contactIds: [_acceptor, ...reporterIds], token }) => ({
    ...{ contractId, systemId, reporterIds, acceptorToken: token },
  }))
}
