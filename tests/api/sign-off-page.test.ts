import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { repair } from '../support/desk/words.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

describe('the mailed link', () => {
  test('leads from the mail to the signature', async () => {
    const ticket = await desk.resolved()
    const mailed = () => desk.smtp.mails.find(({ parsed }) => parsed.text?.includes('/sign-off/') && isAbout(parsed))
    const isAbout = ({ subject = '' }) => subject.includes(ticket.number)
    while (mailed() === undefined) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(mailed()?.to).toBe('con_acceptor@jiangzhou.example')
    const token = /\/sign-off\/([A-Za-z0-9_-]+)/.exec(mailed()?.parsed.text ?? '')?.[1] ?? ''
    expect((await page(token)).status).toBe(200)
    expect((await answer(token, sign(ticket))).status).toBe(200)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.signOff?.method).toBe('link')
  })

  test('shows the record in the language of its reader, and signs nothing by being opened', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    for (let count = 0; count < 2; count++) {
      const { status, body } = await page(token)
      expect(status).toBe(200)
      expect(body).toContain('<html lang="zh-CN">')
      for (const text of [ticket.number, repair.cause, repair.fix, repair.verification, ticket.supportRecord?.hash]) {
        expect(body).toContain(text)
      }
    }
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body).toEqual(ticket)
    expect((await page(token)).body).toContain('（北京时间）')
    const readIn = (language: string, timeZone: string | null) =>
      desk.database.contact.update({ where: { id: 'con_acceptor' }, data: { language, timeZone } })
    await readIn('en', null)
    expect((await page(token)).body).toContain('<html lang="en">')
    // The customer's zone, not one of the language's; or the reader's own.
    expect((await page(token)).body).toContain('(China time, UTC+8)')
    await readIn('en', 'Asia/Tokyo')
    expect((await page(token)).body).toContain('(Japan time, UTC+9)')
    await readIn('zh-CN', null)
  })

  test('F21: leads there also with what mail programs hang on to it, and its form signs from there', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    for (const query of ['utm_source=mail', 'a&a=1', '__proto__=1', 'x=%00', '%ff=%']) {
      const { status, headers } = await page(`${token}?${query}`)
      expect([query, status, headers.get('content-type')]).toEqual([query, 200, 'text/html; charset=utf-8'])
    }
    const wrong = await answer(`${token}?utm_source=mail`, { ...sign(ticket), comment: 'Kept' })
    expect([wrong.status, wrong.body.includes('Kept</textarea>')]).toEqual([422, true])
    expect((await answer(`${token}?utm_source=mail`, sign(ticket))).body).toContain('您的签字已记录')
  })

  test('F21: a program is still told of a query that is not known', async () => {
    const { status, body } = await desk.get<{ errors: object[] }>('/v1/tickets?utm_source=mail')
    expect([status, body.errors]).toEqual([400, [{ field: 'utm_source', message: 'Unknown field' }]])
  })

  test('loads nothing, is kept by nobody, and is told to nobody', async () => {
    const { headers, body } = await page(await link(await desk.resolved()))
    const policy = headers.get('content-security-policy') ?? ''
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(policy).toContain("form-action 'self'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(body).not.toMatch(/<script|<link|src=|https?:/)
  })

  test('shows what a customer wrote as text, whatever it is', async () => {
    const { body } = await page(await link(await desk.resolved({ description: '<script>alert("x")</script>' })))
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
    expect(body).not.toContain('<script')
  })

  test('signs with rating and comment, in the name of the acceptor', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    const { status, body } = await answer(token, { ...sign(ticket), rating: '4', comment: 'Fast\r\nand kind' })
    expect(status).toBe(200)
    expect(body).toContain('您的签字已记录')
    const { body: closed } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect(closed).toMatchObject({
      status: 'closed',
      signOff: { by: { id: 'con_acceptor' }, method: 'link', recordHash: ticket.supportRecord?.hash },
      rating: { score: 4, comment: 'Fast\nand kind' },
    })
  })

  test('signs without a rating, as a form without a choice sends it', async () => {
    const ticket = await desk.resolved()
    expect((await answer(await link(ticket), { ...sign(ticket), comment: '' })).status).toBe(200)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body).toMatchObject({ status: 'closed', rating: null })
  })

  test('refuses with a reason, and work goes on', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    const silent = await answer(token, { ...sign(ticket), decision: 'refuse', reason: '  ' })
    expect(silent.status).toBe(422)
    expect(silent.body).toContain('拒绝验收请说明原因')
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.version).toBe(ticket.version)
    const refused = await answer(token, { ...sign(ticket), decision: 'refuse', reason: 'Still fails' })
    expect([refused.status, refused.body.includes('我们将继续处理')]).toEqual([200, true])
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body).toMatchObject({ status: 'in_progress', cycle: 2 })
  })

  test('a comment is asked for the rating that it belongs to, and is not lost', async () => {
    const ticket = await desk.resolved()
    const { status, body } = await answer(await link(ticket), { ...sign(ticket), comment: 'Not "so" good' })
    expect(status).toBe(422)
    expect(body).toContain('Not &quot;so&quot; good</textarea>')
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })

  test('pressed twice it is one signature', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    const both = await Promise.all([answer(token, sign(ticket)), answer(token, sign(ticket))])
    // The second is told that it is signed, in whichever words fit the moment at which it came.
    expect(both.map(({ body }) => /<h1>(谢谢|您已答复|已签字)</.test(body))).toEqual([true, true])
    expect(both.some(({ status }) => status === 200)).toBe(true)
    const events = await desk.database.ticketEvent.count({ where: { ticketId: ticket.id, type: 'signedOff' } })
    expect(events).toBe(1)
  })

  test('signs what was shown only', async () => {
    const ticket = await desk.resolved()
    const wrong = await answer(await link(ticket), { decision: 'sign', recordHash: '0'.repeat(64), rating: '4' })
    expect([wrong.status, wrong.body.includes('请重新阅读后再签字')]).toEqual([422, true])
    expect(wrong.body).toMatch(/value="4" checked/)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })
})

describe('a link that leads nowhere says what to do', () => {
  test('one that nobody sent', async () => {
    const unknown = await page(randomBytes(32).toString('base64url'))
    expect(unknown.status).toBe(404)
    expect(unknown.body).toMatch(/not known.*无法识别/)
    expect((await answer('x', { decision: 'sign', recordHash: '' })).status).toBe(404)
  })

  test('one that has expired', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket, { expiresAt: new Date(Date.now() - 1000) })
    expect((await page(token)).status).toBe(410)
    expect((await page(token)).body).toContain('此链接已过期')
    expect((await answer(token, sign(ticket))).status).toBe(410)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })

  test('one that was used, also when the ticket is up for signature again', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    await answer(token, { ...sign(ticket), decision: 'refuse', reason: 'Still fails' })
    expect((await page(token)).body).toContain('我们将继续处理')
    const again = await desk.act(ticket, 'resolution', repair)
    const late = await answer(token, sign(again))
    expect([late.status, late.body.includes('您已答复')]).toEqual([410, true])
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })

  test('one for an earlier repair', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    await desk.act(ticket, 'reopening', { reason: 'It is back' })
    expect((await page(token)).body).toContain('已不在验收阶段')
    const again = await desk.act(ticket, 'resolution', repair)
    expect((await answer(token, sign(again))).status).toBe(410)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('resolved')
  })

  test('one for what is signed already', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    await desk.act(ticket, 'sign-off', {}, { as: 'acceptor' })
    const { status, body } = await page(token)
    expect([status, body.includes('本记录已签字验收')]).toEqual([410, true])
  })

  test('SLA 14: one that is opened after deemed acceptance says that nobody signed, and what can be done', async () => {
    const deemedAcceptance = { target: { amount: 1, unit: 'workingHours' }, calendar: 'always' }
    const agreed = { name: 'Granting', startsOn: '2025-01-01', endsOn: '2099-12-31', policyId: 'pol_jiangzhou' }
    const terms = { ...agreed, customerId: 'cus_jiangzhou', acceptorId: 'con_acceptor', deemedAcceptance }
    const contract = await desk.post<{ id: string }>('/v1/contracts', terms, { as: 'manager' })
    const ticket = await desk.resolved({ contractId: contract.body.id })
    const token = await link(ticket)
    expect((await desk.pass(ticket, 3700)).signOff).toMatchObject({ method: 'deemed', signed: false })
    const { status, body } = await page(token)
    expect([status, /<h1>视同验收（未签）<.*重新打开工单/s.test(body)]).toEqual([410, true])
    expect(body).not.toMatch(/已签字|无需再操作/)
    expect((await answer(token, sign(ticket))).status).toBe(410)
    await desk.database.contact.update({ where: { id: 'con_acceptor' }, data: { language: 'en' } })
    expect((await page(token)).body).toContain('<h1>Deemed accepted (unsigned)</h1>')
    await desk.database.contact.update({ where: { id: 'con_acceptor' }, data: { language: 'zh-CN' } })
  })

  test('SLA 14: one for what our staff logged as signed on paper says so', async () => {
    const ticket = await desk.resolved()
    const token = await link(ticket)
    await desk.act(ticket, 'sign-off', { scan: 'archive/19.pdf' })
    const { status, body } = await page(token)
    expect([status, /<h1>已纸质签字<.*如有异议/s.test(body)]).toEqual([410, true])
  })
})

describe('a browser is answered a page, never a problem, whatever it sends', () => {
  const wrong: [what: string, ask: () => ReturnType<typeof send>, status: number][] = [
    ['another content type', () => send('/sign-off/x', '{}', 'application/json'), 415],
    ['a form too large', () => send('/sign-off/x', `reason=${'x'.repeat(300_000)}`), 413],
    ['a field that is not known', () => send('/sign-off/x', 'decision=sign&recordHash=&admin=1'), 404],
    ['no decision', async () => send(`/sign-off/${await link(await desk.resolved())}`, 'recordHash='), 422],
    ['another method', () => desk.ask<string>('DELETE', '/sign-off/x', undefined, { as: '' }), 405],
    ['a path that is no text', () => desk.get<string>('/sign-off/%ff', { as: '' }), 400],
  ]

  test.each(wrong)('%s', async (_what, ask, status) => {
    const reply = await ask()
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    expect(reply.body).toContain('<h1>')
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('in the language of the browser, and in both when it names none', async () => {
    const ask = (language?: string) =>
      desk.get<string>('/sign-off/x', { as: '', headers: language ? { 'accept-language': language } : {} })
    expect((await ask('zh-TW,en;q=0.5')).body).toContain('<h1>无法识别此链接</h1>')
    expect((await ask('en-GB')).body).toContain('<h1>This link is not known</h1>')
    expect((await ask('fr')).body).toMatch(/not known.*无法识别/)
  })
})

const sign = ({ supportRecord }: TicketShown) => ({ decision: 'sign', recordHash: supportRecord?.hash ?? '' })

/** As the mail to the acceptor makes it. */
async function link({ id, cycle }: TicketShown, more: { expiresAt?: Date } = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const tokenHash = createHash('sha256').update(token).digest('hex')
  const expiresAt = new Date(Date.now() + 3_600_000)
  const data = { tokenHash, ticketId: id, cycle, contactId: 'con_acceptor', expiresAt, ...more }
  await desk.database.signOffLink.create({ data })
  return token
}

async function page(token: string) {
  return desk.get<string>(`/sign-off/${token}`, { as: '' })
}

/** As a browser sends it, which then goes where it is sent. */
async function answer(token: string, form: Record<string, string>) {
  const sent = await send(`/sign-off/${token}`, String(new URLSearchParams(form)))
  return sent.status === 303 ? desk.get<string>(sent.headers.get('location') ?? '', { as: '' }) : sent
}

function send(path: string, body: string, type = 'application/x-www-form-urlencoded') {
  return desk.ask<string>('POST', path, body, { as: '', headers: { 'content-type': type } })
}
