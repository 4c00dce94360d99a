import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { acceptor, manager, resident } from '../support/ticket/people.ts'
import { hours } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { until } from '../support/time/until.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

const response = { message: '正在处理', channel: 'phone' as const }
const repair = { cause: '连接池耗尽', causeCode: 'database' as const, fix: '扩容', verification: '验证通过' }

describe('When the mail server is down', () => {
  test('the ticket moves on and ends; each mail comes later, once, and the closing mail is not lost with the end', async () => {
    await desk.smtp.down()
    const id = await desk.open({ terms: { ...opening().terms, reopenWindowDays: 0 } })
    await desk.act(id, 'respond', response, resident)
    await desk.act(id, 'resolve', repair, resident)
    await desk.act(id, 'signOff', { method: 'signedIn', rating: 5 }, acceptor)
    const ticket = desk.client.workflow.getHandle(`ticket/${id}`)
    await until(async () => (await ticket.describe()).status.name === 'COMPLETED', 60_000)
    expect((await desk.row(id)).status).toBe('closed')
    expect(desk.smtp.mails).toEqual([])
    await desk.smtp.up()
    await desk.told(id)
    const deliveries = await desk.database.emailDelivery.findMany({ where: { ticketId: id } })
    const messages = new Set(deliveries.map((delivery) => delivery.message))
    expect(messages).toEqual(new Set(['opened', 'responded', 'resolved', 'sign-off-requested', 'signed-off']))
    for (const { messageId, status } of deliveries) {
      expect(status).toBe('sent')
      expect(desk.smtp.mails.filter((mail) => mail.messageId === messageId)).toHaveLength(1)
    }
  })

  test('its hour is played in a moment, since time skips on; what still holds is told when it is back (SLA 22)', async () => {
    await desk.smtp.down()
    const id = await desk.open()
    expect(await desk.advance(id, hours(1), 'an hour')).toMatchObject({ version: expect.any(Number) })
    expect(await desk.eventTypes(id)).toContain('breached')
    expect(desk.smtp.mails.filter(({ raw }) => raw.includes(id))).toEqual([])
    await desk.smtp.up()
    await desk.told(id)
    const rows = await desk.database.emailDelivery.findMany({ where: { ticketId: id } })
    expect(rows.map(({ message }) => message)).toEqual(expect.arrayContaining(['opened', 'breached']))
    expect(rows.every(({ status }) => status === 'sent')).toBe(true)
  })

  test('a deadline that falls due meanwhile is kept all the same', async () => {
    await desk.smtp.down()
    const id = await desk.open({ terms: shortTerms() })
    await until(async () => (await desk.eventTypes(id)).includes('breached'))
    await desk.smtp.up()
    await desk.settled(id)
    expect(
      (await desk.database.emailDelivery.findMany({ where: { ticketId: id } })).every(
        ({ status }) => status === 'sent',
      ),
    ).toBe(true)
  })
})

describe('When a mail server refuses somebody for good', () => {
  const refusing = async (...addresses: string[]) => {
    for (const address of addresses) desk.smtp.refused.add(address)
    const id = await desk.open()
    await desk.act(id, 'respond', response, resident)
    await desk.settled(id)
    await until(async () => (await desk.eventTypes(id)).includes('undelivered'))
    await desk.settled(id)
    desk.smtp.refused.clear()
    return id
  }
  const mailed = async (id: string, message: string) => {
    const rows = await desk.database.emailDelivery.findMany({ where: { ticketId: id, message } })
    return rows.map(({ recipientId, status }) => `${recipientId} ${status}`).sort()
  }

  test('R1.5: it is an event of the ticket, and the desk is mailed once whom it did not reach and why', async () => {
    const id = await refusing('c-reporter@customer.example')
    const noted = await desk.database.ticketEvent.findMany({ where: { ticketId: id, type: 'undelivered' } })
    // The answer's may have been refused together with it.
    const opened = expect.objectContaining({ message: 'opened', recipientId: 'c-reporter', why: '550' })
    expect(noted[0]?.data).toMatchObject({ mails: expect.arrayContaining([opened]) })
    // Nobody had it then: the tier was told; what was refused later told nobody again.
    expect(noted.length).toBeGreaterThan(0)
    expect(await mailed(id, 'undelivered')).toEqual(['u-resident sent'])
    const mail = desk.smtp.mails.find(({ parsed }) => parsed.text?.includes('邮件未能送达'))
    expect(mail?.parsed.text).toContain('550')
  })

  test('a mail about that which is refused too ends there', async () => {
    const id = await refusing('c-reporter@customer.example', 'u-resident@staff.example')
    const rounds = async () => (await desk.eventTypes(id)).filter((type) => type === 'undelivered').length
    const before = await rounds()
    await sleep(2000)
    await desk.settled(id)
    expect(await rounds()).toBe(before)
    expect(await mailed(id, 'undelivered')).toEqual(
      expect.arrayContaining(['u-resident undeliverable', 'u-manager sent']),
    )
  })
})

describe('Quiet hours on the engine', () => {
  test('a warning waits for the morning, is sent then, once, and the ticket waits for it on its one timer (SLA 15)', async () => {
    const id = await desk.open({ terms: quietTerms(), coverage: quietCoverage() })
    await desk.act(id, 'respond', response, resident)
    await desk.pass(id, hours(23))
    expect(await warnings(id)).toBe(0)
    expect(await desk.eventTypes(id)).toContain('warned')
    await desk.pass(id, hours(2))
    expect(await warnings(id)).toBe(1)
  })

  test.each(['cancel', 'resolve'] as const)(
    'F04, SLA 22: it is not sent once the ticket was made to %s',
    async (verb) => {
      const id = await desk.open({ terms: quietTerms(), coverage: quietCoverage() })
      await desk.act(id, 'respond', response, resident)
      await desk.pass(id, hours(23))
      if (verb === 'cancel') await desk.act(id, 'cancel', { reason: 'other' }, manager)
      else await desk.act(id, 'resolve', { cause: 'c', causeCode: 'data', fix: 'f', verification: 'v' }, resident)
      await desk.settled(id)
      if (verb === 'resolve') await desk.pass(id, hours(5))
      expect(await warnings(id)).toBe(0)
    },
  )

  const warnings = (id: string) => desk.database.emailDelivery.count({ where: { ticketId: id, message: 'warning' } })
})

/** A response is owed within three seconds. */
function shortTerms() {
  const { terms } = opening()
  const rows = terms.policy.rows.map((row) =>
    row.metric === 'response' ? { ...row, target: { amount: 0.05, unit: 'workingMinutes' as const } } : row,
  )
  return { ...terms, policy: { ...terms.policy, rows } }
}

/** A repair is owed in thirty hours, and warned of after 22.5: at night. */
function quietTerms() {
  const { terms } = opening()
  const rows = terms.policy.rows.map((row) =>
    row.metric === 'resolution' ? { ...row, target: { amount: 30, unit: 'workingHours' as const } } : row,
  )
  return { ...terms, policy: { ...terms.policy, rows, noticeHours: 'morning@1' } }
}

/** Nothing is to be mailed for a day from now; then it may be. */
function quietCoverage() {
  const now = Math.floor(Date.now() / 1000)
  const from = now + hours(24)
  return {
    'morning@1': {
      from: now - hours(24),
      until: now + hours(24 * 60),
      segments: [[from, from + hours(24), 1, 0] as [number, number, number, number]],
    },
  }
}
