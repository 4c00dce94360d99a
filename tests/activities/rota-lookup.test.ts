import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fromIso } from '../../domain/time/instant.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { dutiesKeptAt, dutyRoster } from '../../store/rota.ts'
import { openDatabase } from '../support/stack/database.ts'

let database: PrismaClient
let close: () => Promise<void>

const [li, wang, he] = ['usr_lijing', 'usr_wanglei', 'usr_hetao']
const usual = { timeZone: 'Asia/Shanghai', atLeast: 1, calendar: 'always', workingDays: 'always' }

beforeAll(async () => {
  ;({ database, close } = await openDatabase(2))
  for (const id of ['cus_jiangzhou', 'cus_binhai']) await database.customer.create({ data: { id, name: id } })
  for (const id of [li, wang, he]) {
    const account = { role: 'engineer', tier: 'resident', language: 'zh-CN' }
    await database.user.create({ data: { id, name: id, email: `${id}@mail.example`, ...account } })
  }
  await duty('dut_all', { tier: 'resident' })
  await duty('dut_binhai', { tier: 'headquarters', customerId: 'cus_binhai' })
  await shift('shf_day', 'dut_all', li, '2026-11-27T00:00:00Z', '2026-11-27T12:00:00Z', {
    substitutions: [
      {
        ...{ userId: wang, from: fromIso('2026-11-27T10:00:00Z'), until: fromIso('2026-11-27T12:00:00Z') },
        ...{ reason: 'Dentist', by: { id: 'usr_wuqian', name: '吴倩' }, at: 0 },
      },
    ],
  })
  await shift('shf_off', 'dut_all', wang, '2026-11-27T00:00:00Z', '2026-11-27T12:00:00Z', { retiredAt: new Date() })
  await shift('shf_binhai', 'dut_binhai', he, '2026-11-27T00:00:00Z', '2026-11-28T00:00:00Z')
}, 60_000)
afterAll(() => close())

async function duty(id: string, more: { tier: string; customerId?: string }): Promise<void> {
  await database.duty.create({ data: { id, name: id, ...usual, ...more } })
}

function shift(id: string, dutyId: string, userId: string, from: string, until: string, more = {}) {
  return database.shift.create({
    data: { id, dutyId, userId, from: new Date(from), until: new Date(until), ...more },
  })
}

const onDuty = async (time: string, customerId: string | null) => [
  ...(await dutyRoster(database, at(time), customerId)).staff,
]
const at = (time: string) => fromIso(`2026-11-27T${time}Z`)

describe('R3.4: who is on duty is asked of the rota', () => {
  test('for an instant: the one whose shift it is, or who takes that part of it over; called off is off', async () => {
    expect(await onDuty('09:59:59', null)).toEqual([li])
    expect(await onDuty('10:00:00', null)).toEqual([wang])
    expect(await onDuty('12:00:00', null)).toEqual([])
  })

  test("for a customer's tickets: the duties for that customer and those for all", async () => {
    expect(await onDuty('09:00:00', 'cus_binhai')).toEqual([li, he])
    expect(await onDuty('09:00:00', 'cus_jiangzhou')).toEqual([li])
    const { tiers } = await dutyRoster(database, at('09:00:00'), 'cus_jiangzhou')
    expect([...tiers]).toEqual(['resident'])
  })

  test('a duty of office hours says nothing of the night, unless somebody stands', async () => {
    const office = { timeZone: 'UTC', week: { friday: [['08:00', '18:00']] }, overrides: [] }
    const first = { version: 1, name: 'Office', requestKey: 'office' }
    await database.calendar.create({ data: { id: 'cal_office', ...first, definition: office } })
    await database.duty.update({ where: { id: 'dut_all' }, data: { calendar: 'cal_office@1' } })
    const keptAt = async (time: string) => (await dutiesKeptAt(database, at(time))).map(({ id }) => id)
    expect(await keptAt('17:59:59')).toContain('dut_all')
    expect(await keptAt('22:00:00')).not.toContain('dut_all')
    expect(await keptAt('07:00:00')).toContain('dut_all')
  })

  test('nobody stands twice at once on one duty: the database refuses it', async () => {
    const again = shift('shf_again', 'dut_all', li, '2026-11-27T11:59:59Z', '2026-11-27T20:00:00Z')
    await expect(again).rejects.toThrow(/Shift_once_at_a_time/)
    await expect(
      shift('shf_after', 'dut_all', li, '2026-11-27T12:00:00Z', '2026-11-27T20:00:00Z'),
    ).resolves.toBeTruthy()
  })
})
