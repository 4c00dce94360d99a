import { z } from 'zod'
import { accountFaults, mayKeepAccounts } from '../../domain/people/accounts.ts'
import type { Role } from '../../domain/people/roles.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Call } from '../../http/operation.ts'
import { pageById, pageOf, pageQuery, pageSchema } from '../../http/paging.ts'
import { change } from '../shared/changes.ts'
import { rotasOfHaveChanged } from '../shared/rotas.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { type AccountRow, correctedAccount, findAccount, findAccounts, shown } from './account-row.ts'
import { account, accountChanges, newAccount } from './account-schema.ts'
import { addressTaken, checkOffice, createAccount } from './create.ts'

const ofAccount = z.strictObject({ id })
const corrected = { who: managers, params: ofAccount, ifMatch: 'required' } as const

const create = operation({
  summary: 'Make an account; its password is set by a link',
  who: managers,
  body: newAccount,
  async run(call, services) {
    refuseRole(call.user, call.body.role)
    return createAccount(services, call, call.body)
  },
})

const list = operation({
  summary: 'The accounts',
  who: managers,
  query: z.strictObject({
    ...pageQuery,
    disabled: z
      .enum(['true', 'false'])
      .default('false')
      .meta({ description: 'true: those that are disabled; else those that are not' }),
  }),
  async run({ query }, { database }) {
    const { where, ...order } = pageById(query)
    const disabledAt = query.disabled === 'true' ? { not: null } : null
    const rows = await findAccounts(database, { where: { AND: [where, { disabledAt }] }, ...order })
    const page = pageOf(rows, query.limit, (row) => [row.id])
    return { ...page, items: page.items.map(shown) }
  },
})

const read = operation({
  summary: 'One account',
  who: managers,
  params: ofAccount,
  run: ({ params }, { database }) => accountOf(database, params.id),
})

const correct = operation({
  ...corrected,
  summary: 'Change what is wrong with an account',
  body: accountChanges,
  run: (call, services) =>
    decided(call, services, async (row) => {
      const after = { ...row, ...call.body }
      refuseRole(call.user, after.role)
      if (after.role !== row.role && row.id === call.user.id)
        throw new Fault('notNow', 'Nobody changes their own role: ask another admin')
      if ((after.role === 'customer') !== (row.role === 'customer')) {
        throw Fault.invalid({ field: 'role', message: "A customer's account stays one: make another" })
      }
      const faults = accountFaults({ ...after, customerIds: [] })
      if (faults.length > 0) throw Fault.invalid(...faults)
      if (after.officeId !== row.officeId) await checkOffice(services.database, after.officeId)
      const other = await services.database.user.findUnique({ where: { email: after.email }, select: { id: true } })
      if (other && other.id !== row.id) throw addressTaken()
      return after
    }),
})

const disable = operation({
  ...corrected,
  summary: 'Disable an account: its tokens end at once, and it is told nothing more',
  async run(call, services) {
    const row = await decided(call, services, (row) => {
      if (row.id === call.user.id) throw new Fault('notNow', 'Nobody disables their own account: ask another admin')
      return row.disabledAt ? row : { ...row, disabledAt: services.now() }
    })
    await rotasOfHaveChanged(services, row.id)
    return row
  },
})

const enable = operation({
  ...corrected,
  summary: 'Enable an account again; its old tokens stay ended',
  async run(call, services) {
    const row = await decided(call, services, (row) => ({ ...row, disabledAt: null }))
    await rotasOfHaveChanged(services, row.id)
    return row
  },
})

async function decided<C>(
  call: Call<{ id: string }, unknown, C>,
  services: Services,
  decide: (row: AccountRow) => AccountRow | Promise<AccountRow>,
): Promise<AccountRow> {
  const row = await accountOf(services.database, call.params.id)
  refuseRole(call.user, row.role)
  return change(services, call, correctedAccount, row, () => decide(row))
}

export async function accountOf(database: Services['database'], accountId: string): Promise<AccountRow> {
  const row = await findAccount(database, accountId)
  if (row === null) throw Fault.absent()
  return row
}

/** Of whoever is no manager's to keep. */
export function refuseRole(user: SignedIn, of: Role): void {
  if (!mayKeepAccounts(user.role, of))
    throw new Fault('forbidden', 'Accounts of managers and admins are kept by admins')
}

const tag = 'accounts'
const one = (description: string) => ({ 200: { description, schema: account, headers: ['ETag'] as const } })
const version = ({ revision }: AccountRow) => revision

export const accounts: Surfaces = [
  json(create, {
    post: '/v1/accounts',
    tag,
    answers: { 201: { description: 'Made, or found again', schema: account, headers: ['Location', 'ETag'] } },
    shown,
    version,
    location: (row) => `/v1/accounts/${row.id}`,
  }),
  json(list, { get: '/v1/accounts', tag, answers: { 200: { description: 'A page', schema: pageSchema(account) } } }),
  json(read, { get: '/v1/accounts/{id}', tag, answers: one('The account'), shown, version }),
  json(correct, { patch: '/v1/accounts/{id}', tag, answers: one('The account as it now stands'), shown, version }),
  json(disable, { post: '/v1/accounts/{id}/disabling', tag, answers: one('Disabled'), shown, version }),
  json(enable, { delete: '/v1/accounts/{id}/disabling', tag, answers: one('Enabled'), shown, version }),
]
