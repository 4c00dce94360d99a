import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

/** Repaired, and logged by the engineer as signed on paper. */
async function papered(): Promise<TicketShown> {
  return desk.act(await desk.resolved(), 'sign-off', { scan: 'archive/17.pdf' }, { as: 'engineer' })
}

const acceptorsAddress = 'con_acceptor@jiangzhou.example'
const mailsOf = ({ number }: TicketShown, to: string) =>
  desk.smtp.mails.filter((mail) => mail.to === to && mail.parsed.subject?.includes(number))

describe('What was signed on paper in the acceptor’s name (SLA 14)', () => {
  test('SLA 14: is mailed to the acceptor, and disputed by the link of that mail: the ticket goes back to work, and all concerned hear of it', async () => {
    const ticket = await papered()
    const tokenIn = () => mailsOf(ticket, acceptorsAddress).flatMap(({ parsed }) => tokenOf(parsed.text))[0]
    await until(async () => tokenIn() !== undefined)
    const token = tokenIn() ?? ''
    const mail = mailsOf(ticket, acceptorsAddress).find(({ parsed }) => tokenOf(parsed.text).length > 0)
    for (const told of ['archive/17.pdf', ticket.signOff?.recordHash ?? '-', '登记人：李静', repair.fix]) {
      expect(mail?.parsed.text).toContain(told)
    }
    for (let count = 0; count < 2; count++) {
      const { status, body } = await page(token)
      expect(status).toBe(200)
      for (const shown of [ticket.number, 'archive/17.pdf', '李静', repair.cause, ticket.signOff?.recordHash]) {
        expect(body).toContain(shown)
      }
    }
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.version).toBe(ticket.version)
    const silent = await answer(token, ' ')
    expect([silent.status, silent.body.includes('请说明哪里不属实')]).toEqual([422, true])
    const done = await answer(token, 'I signed\r\nnothing')
    expect([done.status, done.body.includes('签字已撤销')]).toEqual([200, true])
    const { body: back } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect(back).toMatchObject({ status: 'in_progress', cycle: 2, tier: 'headquarters', signOff: null })
    expect(back.earlierRepairs).toMatchObject([
      {
        signOff: { method: 'paper', scan: 'archive/17.pdf' },
        undone: { how: 'disputed', reason: 'I signed\nnothing' },
      },
    ])
    // Who logged it, the manager, and the acceptor, who reads that it is undone.
    for (const to of ['engineer@people.example', 'manager@people.example', acceptorsAddress]) {
      await until(async () => mailsOf(ticket, to).some(({ parsed }) => parsed.text?.includes('> I signed')))
    }
    const again = await answer(token, 'Once more')
    expect([again.status, again.body.includes('签字已撤销')]).toEqual([200, true])
    expect(await desk.database.ticketEvent.count({ where: { ticketId: ticket.id, type: 'signOffDisputed' } })).toBe(1)
  })

  test('SLA 14: is disputed by the acceptor who is signed in, by nobody else, and no signature but one on paper', async () => {
    const ticket = await papered()
    const path = `/v1/tickets/${ticket.id}/sign-off-dispute`
    for (const as of ['reporter', 'agent', 'manager', 'admin']) {
      expect([as, (await desk.post(path, { reason: 'No' }, { as })).status]).toEqual([as, 403])
    }
    const back = await desk.act(ticket, 'sign-off-dispute', { reason: 'I signed nothing' }, { as: 'acceptor' })
    expect(back).toMatchObject({ status: 'in_progress', cycle: 2 })
    const own = await desk.act(await desk.resolved(), 'sign-off', {}, { as: 'acceptor' })
    expect(own.allowed).not.toContain('disputeSignOff')
    const refused = await desk.post(`/v1/tickets/${own.id}/sign-off-dispute`, { reason: 'No' }, { as: 'acceptor' })
    expect(refused.status).toBe(409)
  })

  test('one link does not do what the other is for', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket, { disputes: false })
    expect((await page(token)).status).toBe(404)
    expect((await answer(token, 'No')).status).toBe(404)
    const signed = await papered()
    const disputes = await link(signed)
    expect((await desk.get<string>(`/sign-off/${disputes}`, { as: '' })).status).toBe(404)
  })

  test('a link that leads nowhere says what to do', async () => {
    const over = await papered()
    const expired = await page(await link(over, { expiresAt: new Date(Date.now() - 1000) }))
    expect([expired.status, expired.body.includes('期限已过')]).toEqual([410, true])
    const token = await link(over)
    await desk.act(over, 'reopening', { reason: 'It is back' }, { as: 'acceptor' })
    const moved = await page(token)
    expect([moved.status, moved.body.includes('此签字已不再有效')]).toEqual([410, true])
    expect((await answer(token, 'No')).status).toBe(410)
    expect((await desk.get(`/v1/tickets/${over.id}`)).body.cycle).toBe(2)
  })

  test('shows what somebody wrote as text, in the language of its reader', async () => {
    const ticket = await desk.resolved({ description: '<script>alert("x")</script>' })
    const token = await link(await desk.act(ticket, 'sign-off', { scan: '<b>17</b>' }))
    await desk.database.contact.update({ where: { id: 'con_acceptor' }, data: { language: 'en' } })
    const { body } = await page(token)
    await desk.database.contact.update({ where: { id: 'con_acceptor' }, data: { language: 'zh-CN' } })
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
    expect(body).not.toMatch(/<script|<b>17/)
    expect(body).toContain('none; only you rate')
  })
})

function tokenOf(text = ''): string[] {
  const [, token] = /\/dispute\/([A-Za-z0-9_-]+)/.exec(text) ?? []
  return token ? [token] : []
}

/** As the mail to the acceptor makes it. */
async function link({ id, cycle }: TicketShown, more: { expiresAt?: Date; disputes?: boolean } = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const tokenHash = createHash('sha256').update(token).digest('hex')
  const expiresAt = new Date(Date.now() + 3_600_000)
  const data = { tokenHash, ticketId: id, cycle, contactId: 'con_acceptor', disputes: true, expiresAt, ...more }
  await desk.database.signOffLink.create({ data })
  return token
}

function page(token: string) {
  return desk.get<string>(`/dispute/${token}`, { as: '' })
}

/** As a browser sends it, which then goes where it is sent. */
async function answer(token: string, reason: string) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = String(new URLSearchParams({ reason }))
  const sent = await desk.ask<string>('POST', `/dispute/${token}`, form, { as: '', headers })
  return sent.status === 303 ? desk.get<string>(sent.headers.get('location') ?? '', { as: '' }) : sent
}
