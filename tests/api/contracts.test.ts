import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Answered, TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const row = (amount: number) => ({
  ...{ metric: 'resolution', target: { amount, unit: 'workingHours' }, calendar: 'always', anchor: 'opened' },
  source: 'R2.1',
})
const contract = {
  ...{ customerId: 'cus_jiangzhou', name: 'Pinned', startsOn: '2026-01-01', endsOn: '2199-12-31' },
  acceptorId: 'con_zhaomin',
}
const tag = (revision: number) => ({ 'if-match': `"${revision}"` })

async function pinned(more: object = {}): Promise<{ policyId: string; path: string; made: Answered }> {
  const { id: policyId } = await api.make('manager', '/v1/policies', { name: 'First', rows: [row(4)] })
  const made = await api.make('manager', '/v1/contracts', { ...contract, policyId, ...more })
  return { policyId, path: `/v1/contracts/${made.id}`, made }
}
const second = (policyId: string) =>
  api.make('manager', `/v1/policies/${policyId}/versions`, { name: 'Second', rows: [row(8)], holdSeconds: 60 })

describe("SLA 18: a contract pins its policy's version", () => {
  test('a new version changes no contract, which says that there is a newer one', async () => {
    const { policyId, path, made } = await pinned()
    expect(made).toMatchObject({ policyId, policyVersion: 1, newerPolicyVersion: null })
    await second(policyId)
    expect((await api.get('agent', path)).body).toMatchObject({ policyVersion: 1, newerPolicyVersion: 2, revision: 1 })
    const list = (await api.get('agent', '/v1/contracts?limit=100')).body.items
    expect(list.find(({ id }) => id === made.id)).toMatchObject({ policyVersion: 1, newerPolicyVersion: 2 })
    const renamed = await api.patch('manager', path, { name: 'Renamed', policyId }, 1)
    expect(renamed.body).toMatchObject({ policyVersion: 1, newerPolicyVersion: 2 })
  })

  test('what the act would change is shown without doing it, then done, and written down', async () => {
    const { policyId, path, made } = await pinned()
    await second(policyId)
    const shown = await api.get('manager', `${path}/policy-version`)
    expect(shown.body).toMatchObject({
      ...{ policyId, from: 1, to: 2, ladder: { added: 0, removed: 0 }, others: ['holdSeconds'] },
      rows: [{ metric: 'resolution', before: { target: { amount: 4 } }, after: { target: { amount: 8 } } }],
    })
    expect((await api.get('manager', path)).body).toMatchObject({ policyVersion: 1, revision: 1 })
    expect((await api.post('manager', `${path}/policy-version`, {}, tag(7))).status).toBe(412)
    expect((await api.post('manager', `${path}/policy-version`, {})).status).toBe(428)

    const headers = { ...tag(1), 'idempotency-key': `put ${made.id}` }
    const [done, again] = [
      await api.post('manager', `${path}/policy-version`, {}, headers),
      await api.post('manager', `${path}/policy-version`, {}, headers),
    ]
    expect(done.status).toBe(200)
    expect(done.body).toMatchObject({
      ...shown.body,
      contract: { policyVersion: 2, newerPolicyVersion: null, revision: 2 },
    })
    expect(again.body).toEqual(done.body)
    const [change] = (await api.get('manager', `/v1/changes?thing=contract&id=${made.id}`)).body.items
    expect(change).toMatchObject({ revision: 2, before: { policyVersion: 1 }, after: { policyVersion: 2 } })
    expect(Object.keys(change?.after ?? {})).toEqual(['policyVersion'])
  })

  test('any version there is can be named, and another policy comes with its newest', async () => {
    const { policyId, path } = await pinned()
    await second(policyId)
    expect((await api.post('manager', `${path}/policy-version`, { version: 9 }, tag(1))).body.errors).toEqual([
      expect.objectContaining({ field: 'version' }),
    ])
    await api.post('manager', `${path}/policy-version`, { version: 2 }, tag(1))
    const back = await api.post('manager', `${path}/policy-version`, { version: 1 }, tag(2))
    expect(back.body).toMatchObject({ from: 2, to: 1, contract: { newerPolicyVersion: 2 } })
    const other = await pinned()
    await second(other.policyId)
    const moved = await api.patch('manager', path, { policyId: other.policyId }, 3)
    expect(moved.body).toMatchObject({ policyId: other.policyId, policyVersion: 2, newerPolicyVersion: null })
  })

  test('the same act again answers the same also when the contract has gone to another policy since', async () => {
    const { policyId, path, made } = await pinned()
    await second(policyId)
    const headers = { ...tag(1), 'idempotency-key': `once ${made.id}` }
    const done = await api.post('manager', `${path}/policy-version`, {}, headers)
    const others = [await pinned(), await pinned()]
    for (const [n, other] of others.entries()) await api.patch('manager', path, { policyId: other.policyId }, n + 2)
    const again = await api.post('manager', `${path}/policy-version`, {}, headers)
    expect(again.body).toEqual({ ...done.body, contract: (await api.get('manager', path)).body })
    expect(again.body).toMatchObject({ policyId, from: 1, to: 2, rows: [{}] })
  })

  test('a customer reads of the policy what the contract is on, and of the contract nothing newer', async () => {
    const { policyId, path } = await pinned()
    await second(policyId)
    const policy = async (query = '') => (await api.get('customer', `/v1/policies/${policyId}${query}`)).body.version
    expect([await policy(), await policy('?version=2')]).toEqual([1, undefined])
    const listed = (await api.get('customer', '/v1/policies?limit=100')).body.items
    expect(listed.find(({ id }) => id === policyId)).toMatchObject({ version: 1 })
    expect((await api.get('customer', path)).body).not.toHaveProperty('newerPolicyVersion')
    await api.post('manager', `${path}/policy-version`, {}, tag(1))
    expect(await policy()).toBe(2)
  })
})

test("SLA 20: a contract's own follow-up is kept with its calendar's version, and read by staff alone", async () => {
  const followUp = { target: { amount: 2, unit: 'workingDays' }, calendar: 'cal_working_days' }
  const { path, made } = await pinned({ followUp })
  expect(made.followUp).toEqual({ ...followUp, calendar: 'cal_working_days@1' })
  expect((await api.get('agent', path)).body.followUp).toEqual(made.followUp)
  expect((await api.get('customer', path)).body).not.toHaveProperty('followUp')
  expect((await api.patch('manager', path, { followUp: null }, 1)).body.followUp).toBeNull()
})
