import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TestApi } from '../support/api/test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const toHuayue = { customerId: 'cus_huayue', systemId: null, minutes: 90 }
const toMes = { customerId: 'cus_huayue', systemId: 'sys_mes', minutes: 75 }
const toBinhai = { customerId: 'cus_binhai', systemId: null, minutes: 20 }

async function refused(body: object, status = 400): Promise<string[]> {
  const reply = await api.post('manager', '/v1/offices', { name: 'South', ...body })
  expect(reply.status).toBe(status)
  return reply.body.errors.map(({ field }) => field)
}

describe('R4.3: an office, with the minutes from there to a customer or a system', () => {
  test('is read with its journeys in their order; once for the same key', async () => {
    const asked = { name: '南方办事处 South', journeys: [toHuayue, toMes, toBinhai] }
    const key = { 'idempotency-key': 'south' }
    const [one, other] = await Promise.all([0, 1].map(() => api.post('manager', '/v1/offices', asked, key)))
    expect(one).toMatchObject({ status: 201, body: { ...asked, revision: 1, retiredAt: null } })
    expect(other?.body).toEqual(one?.body)
    expect((await api.get('engineer', `/v1/offices/${one?.body.id}`)).body.journeys).toEqual(asked.journeys)
    expect(await api.make('manager', '/v1/offices', { name: 'None yet' })).toMatchObject({ journeys: [] })
  })

  test('names each site once, in minutes of up to three days, and sites that are there', async () => {
    expect(await refused({ journeys: [toHuayue, toMes, { ...toHuayue, minutes: 5 }] })).toEqual(['journeys[2]'])
    expect(await refused({ journeys: [{ ...toHuayue, minutes: -1 }] })).toEqual(['journeys[0].minutes'])
    expect(await refused({ journeys: [{ ...toHuayue, minutes: 4321 }] })).toEqual(['journeys[0].minutes'])
    expect(await refused({ journeys: [{ ...toHuayue, minutes: 1.5 }] })).toEqual(['journeys[0].minutes'])
    const nobody = { journeys: [toHuayue, { customerId: 'cus_nobody', minutes: 5 }] }
    expect(await refused(nobody, 404)).toEqual(['journeys[1].customerId'])
    const anothers = { journeys: [{ ...toMes, customerId: 'cus_binhai' }] }
    expect(await refused(anothers, 404)).toEqual(['journeys[0].systemId'])
    expect(await refused({ journeys: Array.from({ length: 501 }, (_, n) => ({ ...toHuayue, minutes: n })) })).toContain(
      'journeys',
    )
  })

  test('names nothing anew that is retired, and keeps what it named before', async () => {
    const customer = await api.make('manager', '/v1/customers', { name: 'Going' })
    const journeys = [toBinhai, { customerId: customer.id, systemId: null, minutes: 30 }]
    const office = await api.make('manager', '/v1/offices', { name: 'West', journeys })
    expect((await api.retire('manager', `/v1/customers/${customer.id}`, 1)).status).toBe(200)
    expect(await refused({ journeys })).toEqual(['journeys[1].customerId'])
    const quicker = journeys.map((journey) => ({ ...journey, minutes: 10 }))
    const kept = await api.patch('manager', `/v1/offices/${office.id}`, { journeys: quicker }, 1)
    expect(kept).toMatchObject({ status: 200, body: { journeys: quicker } })
  })

  test('R3.5: shows whoever does not serve a customer no journey there', async () => {
    const office = await api.make('manager', '/v1/offices', { name: 'Both', journeys: [toHuayue, toBinhai] })
    await api.database.staffBinding.deleteMany({ where: { userId: 'usr_lijing', customerId: 'cus_huayue' } })
    const [read, listed] = [`/v1/offices/${office.id}`, '/v1/offices?limit=100']
    expect((await api.get('engineer', read)).body.journeys).toEqual([toBinhai])
    const all = (await api.get('engineer', listed)).body.items
    expect(all.find(({ id }) => id === office.id)?.journeys).toEqual([toBinhai])
    expect((await api.get('manager', read)).body.journeys).toEqual([toHuayue, toBinhai])
  })
})

describe('R4.3: a member of staff belongs to an office', () => {
  const engineer = (email: string) => ({ name: 'Qin', email, role: 'engineer', tier: 'resident' })

  test('from the start or later, and no customer’s person does', async () => {
    const officeId = 'off_headquarters'
    const account = await api.make('manager', '/v1/accounts', { ...engineer('qin@aftercare.example'), officeId })
    expect(account).toMatchObject({ officeId, revision: 1 })
    const path = `/v1/accounts/${account.id}`
    expect(await api.patch('manager', path, { officeId: null }, 1)).toMatchObject({ body: { officeId: null } })
    expect(await api.patch('manager', path, { officeId: 'off_binhai' }, 2)).toMatchObject({
      status: 200,
      body: { officeId: 'off_binhai', revision: 3 },
    })
    const wrong = await api.patch('manager', path, { officeId: 'off_nowhere' }, 3)
    expect([wrong.status, wrong.body.errors?.map(({ field }) => field)]).toEqual([404, ['officeId']])
    const theirs = { name: 'Xu', email: 'xu@huayue.example', role: 'customer', contactId: 'con_xufeng', officeId }
    const customer = await api.post('manager', '/v1/accounts', theirs)
    expect([customer.status, customer.body.errors?.map(({ field }) => field)]).toEqual([400, ['officeId']])
  })

  test('which is not retired before they belong elsewhere, nor named after that', async () => {
    const office = await api.make('manager', '/v1/offices', { name: 'North' })
    const account = await api.make('manager', '/v1/accounts', {
      ...engineer('qiao@aftercare.example'),
      officeId: office.id,
    })
    const busy = await api.retire('manager', `/v1/offices/${office.id}`, 1)
    expect([busy.status, busy.body.detail]).toEqual([409, `First: Name another office, or none, for ${account.id}`])
    await api.patch('manager', `/v1/accounts/${account.id}`, { officeId: null }, 1)
    expect((await api.retire('manager', `/v1/offices/${office.id}`, 1)).status).toBe(200)
    const again = await api.patch('manager', `/v1/accounts/${account.id}`, { officeId: office.id }, 2)
    expect([again.status, again.body.errors?.map(({ field }) => field)]).toEqual([400, ['officeId']])
  })
})
