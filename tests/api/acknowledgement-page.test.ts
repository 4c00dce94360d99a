import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { LadderStep } from '../../domain/promises/policy.ts'
import type { Prisma } from '../../prisma/client/client.ts'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { newSecret } from '../../store/secrets.ts'
import { policyOf } from '../support/desk/customers.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { Robots } from '../support/robots/robots.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
let robots: Robots
beforeAll(async () => {
  desk = await ServiceDesk.start()
  robots = await Robots.start()
})
afterAll(async () => {
  await desk.close()
  await robots.close()
})

let count = 0
let robot: string
beforeEach(async () => {
  robot = `engineer-${++count}`
  const body = { kind: 'wecom', name: '企业微信', url: robots.address('wecom', robot) }
  expect((await desk.post('/v1/notification-channels', body, { as: 'engineer' })).status).toBe(201)
})
afterEach(() => desk.database.notificationChannel.deleteMany())

/** Opened, and left until the first answer is late; and the token of the page's link to the engineer. */
async function paged(more: object = {}): Promise<{ ticket: TicketShown; token: string }> {
  const ticket = await desk.pass(await desk.open(more), 700)
  const links = () => robots.sentTo(robot).flatMap(({ text }) => /\/page\/([\w-]+)/.exec(text)?.[1] ?? [])
  const isBreach = () => robots.sentTo(robot).some(({ text }) => text.includes('Overdue:'))
  await until(async () => isBreach())
  return { ticket, token: links().at(-1) ?? '' }
}

const page = (token: string) => desk.get<string>(`/page/${token}`, { as: '' })

async function press(token: string) {
  const response = await fetch(`${desk.url}/page/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  return { status: response.status, body: await response.text() }
}

const read = async ({ id }: TicketShown) => (await desk.get(`/v1/tickets/${id}`)).body

describe('a page is acknowledged by its link (SLA 20)', () => {
  test('looking at it does nothing, however often; the button takes a ticket that nobody has, once', async () => {
    const { ticket, token } = await paged()
    for (let i = 0; i < 3; i++) {
      const { status, body } = await page(token)
      expect([status, body.includes(ticket.number), body.includes('I take it')]).toEqual([200, true, true])
    }
    expect(await read(ticket)).toMatchObject({ version: ticket.version, assignee: null })
    const done = await press(token)
    expect([done.status, done.body.includes('Acknowledged')]).toEqual([200, true])
    const taken = await read(ticket)
    expect(taken.assignee?.id).toBe('engineer')
    expect((await press(token)).body).toContain('Acknowledged')
    expect((await read(ticket)).version).toBe(taken.version)
    const pages = await desk.database.page.findMany({ where: { ticketId: ticket.id, acknowledgedAt: { not: null } } })
    expect(pages).toHaveLength(1)
  })

  test('of a ticket that somebody has it is noted, and takes nothing from anybody', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'assignments', { assigneeId: 'headquarters' }, { as: 'admin' })
    const { token } = await link(ticket)
    expect((await page(token)).body).toContain('I have seen it')
    expect((await press(token)).status).toBe(200)
    expect((await read(ticket)).assignee?.id).toBe('headquarters')
    const notes = await desk.database.ticketEvent.findMany({ where: { ticketId: ticket.id, type: 'noted' } })
    expect(notes).toMatchObject([{ actor: { id: 'engineer' }, data: { text: 'Acknowledged the page: on it.' } }])
  })

  test('its repeats are held then, and come to a tier of which nobody has acknowledged', async () => {
    // At the half of its hour, and each six minutes from there on.
    const repeat = { everyPercent: 10, atMost: 4 }
    const ladder: LadderStep[] = [{ metric: 'resolution', percent: 50, notify: ['tier'], repeat }]
    const definition = policyOf(generalPolicy.rows, ladder) as unknown as Prisma.InputJsonObject
    const names = { id: 'pol_repeats', name: 'Repeats', requestKey: 'repeats' }
    await desk.database.policy.create({ data: { ...names, version: 1, definition } })
    const where = { id: 'ctr_jiangzhou' }
    await desk.database.contract.update({ where, data: { policyId: 'pol_repeats' } })
    const [left, held] = [await desk.open(), await desk.open()]
    await desk.database.contract.update({ where, data: { policyId: 'pol_jiangzhou' } })
    const warnings = ({ number }: TicketShown) =>
      robots.sentTo(robot).filter(({ text }) => text.includes(`[${number}] Due by`))
    for (const ticket of [left, held]) await desk.pass(ticket, 1801)
    await until(async () => warnings(left).length === 1 && warnings(held).length === 1)
    const token = /\/page\/([\w-]+)/.exec(warnings(held)[0]?.text ?? '')?.[1] ?? ''
    expect((await press(token)).status).toBe(200)
    // Three repeats would have come: of the other ticket they are what is waited for.
    for (const ticket of [held, left]) await desk.pass(ticket, 1200)
    await until(async () => warnings(left).length > 1)
    expect(warnings(held)).toHaveLength(1)
    expect(await desk.database.page.count({ where: { ticketId: held.id, message: 'warning' } })).toBe(1)
  })

  test('a link that is over, of what is done, or of who may not see it any more, acknowledges nothing', async () => {
    const ticket = await desk.open()
    const over = await link(ticket, new Date(Date.now() - 1000))
    expect((await page(over.token)).status).toBe(410)
    expect((await press(over.token)).status).toBe(410)
    const { token } = await link(ticket)
    await desk.database.staffBinding.deleteMany({ where: { userId: 'engineer' } })
    expect([(await page(token)).status, (await press(token)).status]).toEqual([404, 404])
    await desk.database.staffBinding.create({ data: { userId: 'engineer', customerId: 'cus_jiangzhou' } })
    await desk.database.user.update({ where: { id: 'engineer' }, data: { disabledAt: new Date() } })
    expect((await page(token)).status).toBe(404)
    await desk.database.user.update({ where: { id: 'engineer' }, data: { disabledAt: null } })
    await desk.act(ticket, 'cancellation', { reason: 'duplicate' }, { as: 'admin' })
    expect((await page(token)).status).toBe(410)
    expect((await page('nothing')).status).toBe(404)
    expect((await read(ticket)).assignee).toBeNull()
  })
})

/** As the page to the engineer makes it. */
async function link({ id }: TicketShown, expiresAt = new Date(Date.now() + 3_600_000)) {
  const { token, hash: tokenHash } = newSecret()
  const data = { tokenHash, pageKey: `${id}:page`, ticketId: id, userId: 'engineer', expiresAt }
  await desk.database.pageLink.create({ data })
  return { token }
}
