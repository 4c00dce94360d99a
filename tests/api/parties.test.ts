import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { vendor } from '../support/desk/words.ts'
import { hours } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
  const pauseRules = [{ reason: 'supplier', metrics: ['response', 'resolution'] }]
  await desk.database.contract.update({ where: { id: 'ctr_jiangzhou' }, data: { pauseRules } })
})
afterAll(() => desk.close())

const lettersTo = ({ number }: TicketShown, address: string) =>
  desk.smtp.mails.flatMap(({ to, parsed }) =>
    to === address && parsed.subject?.includes(number)
      ? { subject: parsed.subject ?? '', text: parsed.text ?? '' }
      : [],
  )
const linkIn = (text = '') => /\/party\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? ''
const page = (token: string) => desk.get<string>(`/party/${token}`, { as: '' })
const answer = (token: string, fields: Record<string, string>) =>
  desk.ask<string>('POST', `/party/${token}`, String(new URLSearchParams(fields)), {
    as: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const events = async ({ id }: TicketShown, as?: string) =>
  (
    await desk.get<{ items: { type: string; data: object; actor: { name: string } }[] }>(`/v1/tickets/${id}/events`, {
      ...(as && { as }),
    })
  ).body.items

async function asked(more: object = {}) {
  const ticket = await desk.open()
  const after = await desk.act(ticket, 'parties', { ...vendor, ...more })
  await desk.settled(ticket)
  const address = (more as { email?: string }).email ?? vendor.email
  return { ticket: after, token: linkIn(lettersTo(ticket, address).at(-1)?.text) }
}

describe('R3.6: another party', () => {
  test('is mailed the question with a link, answers there, and wakes whoever has the ticket; the wait for it ends', async () => {
    const { ticket, token } = await asked({ answerBy: new Date(Date.now() + 3_600_000).toISOString() })
    const [letter] = lettersTo(ticket, vendor.email)
    expect(letter?.subject).toBe(`[${ticket.number}] ${vendor.about}`)
    expect(letter?.text).toContain(vendor.question)
    await desk.act(ticket, 'taking', {}, { as: 'engineer' })
    await desk.act(ticket, 'pauses', { reason: 'supplier', explanation: 'We wait', party: 1 }, { as: 'engineer' })
    const seen = await page(token)
    expect([seen.status, seen.body.includes('<html lang="en">'), seen.body.includes(vendor.question)]).toEqual([
      200,
      true,
      true,
    ])
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.status).toBe('pending')
    expect((await answer(token, { message: 'Patch 7 solves it', seen: '2' })).status).toBe(303)
    // The same form once more is the same answer.
    expect((await answer(token, { message: 'Patch 7 solves it', seen: '2' })).status).toBe(303)
    const { body } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect([body.status === 'pending', body.parties[0]?.askedAt]).toEqual([false, null])
    expect((await events(ticket)).filter(({ type }) => type === 'partyAnswered')).toHaveLength(1)
    await desk.settled(ticket)
    const told = lettersTo(ticket, 'engineer@people.example').filter(({ text }) =>
      text.startsWith('Lin Tao has answered'),
    )
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('> Patch 7 solves it')
    expect((await page(token)).body).toContain('Your answer has been received')
  })

  test('that is late is told of to the desk (SLA 20)', async () => {
    const { ticket } = await asked({ answerBy: new Date(Date.now() + 3_600_000).toISOString() })
    await desk.pass(ticket, hours(1) + 60)
    const late = lettersTo(ticket, 'engineer@people.example').filter(({ text }) =>
      text.startsWith('Lin Tao has not answered'),
    )
    expect(late).toHaveLength(1)
    expect((await desk.get(`/v1/tickets/${ticket.id}`)).body.parties[0]?.late).toBe(true)
  })

  test('that is removed is told so, and its link opens nothing from then on', async () => {
    const { ticket, token } = await asked()
    expect((await page(token)).status).toBe(200)
    await desk.act(ticket, 'parties/1/removal', { reason: 'Solved otherwise' })
    const over = await page(token)
    expect([over.status, over.body.includes(vendor.question)]).toEqual([410, false])
    expect((await answer(token, { message: 'Too late' })).status).toBe(303)
    expect((await events(ticket)).map(({ type }) => type)).not.toContain('partyAnswered')
    await desk.settled(ticket)
    const last = lettersTo(ticket, vendor.email).at(-1)
    expect(last?.text).toMatch(/^Nothing is asked of you any more/)
    expect(linkIn(last?.text)).toBe('')
  })

  test('reads and writes Chinese where it does; what it writes is shown as text', async () => {
    const { token } = await asked({ language: 'zh-CN', email: 'lin@yuanchang.example' })
    expect((await page(token)).body).toContain('<html lang="zh-CN">')
    await answer(token, { message: '<script>alert(1)</script>' })
    expect((await page(token)).body).toContain('&lt;script&gt;')
  })
})

describe('A link of a party', () => {
  const made = async (ticket: TicketShown, more: object = {}) => {
    const token = `tok-${ticket.id}-${JSON.stringify(more).length}`
    const tokenHash = createHash('sha256').update(token).digest('hex')
    const expiresAt = new Date(Date.now() + 3_600_000)
    const link = { tokenHash, purpose: 'party', ticketId: ticket.id, personId: 'party-1', expiresAt, ...more }
    await desk.database.personalLink.create({ data: link })
    return token
  }

  test('that is unknown, for something else, or of a party that the ticket never had, is 404, to read and to write', async () => {
    const { ticket, token } = await asked()
    const others = ['nothing', await made(ticket, { purpose: 'watch' }), await made(ticket, { personId: 'party-22' })]
    for (const other of others) {
      expect((await page(other)).status).toBe(404)
      expect((await answer(other, { message: 'x' })).status).toBe(404)
    }
    expect((await desk.get<string>(`/watching/${token}`, { as: '' })).status).toBe(404)
  })

  test('that has expired says so, and takes no answer', async () => {
    const { ticket } = await asked()
    const token = await made(ticket, { expiresAt: new Date(Date.now() - 1000) })
    const over = await page(token)
    expect([over.status, over.body.includes('This link has expired'), over.body.includes(vendor.question)]).toEqual([
      410,
      true,
      false,
    ])
    await answer(token, { message: 'x' })
    expect((await events(ticket)).map(({ type }) => type)).not.toContain('partyAnswered')
  })

  test('takes no empty answer and none that is too long, and keeps what was written', async () => {
    const { token } = await asked()
    expect((await answer(token, { message: '  ' })).status).toBe(422)
    const long = await answer(token, { message: 'x'.repeat(4001) })
    expect([long.status, long.body.includes('at most 4000 characters'), long.body.includes('xxxx</textarea>')]).toEqual(
      [422, true, true],
    )
  })

  test('takes ten answers a minute', async () => {
    const { token } = await asked()
    for (let i = 0; i < 10; i++) expect((await answer(token, { message: `${i}` })).status).toBe(303)
    expect((await answer(token, { message: 'more' })).status).toBe(429)
  })
})

describe('Who is added', () => {
  test.each([
    [{ email: 'con_reporter@jiangzhou.example' }, 'email'],
    [{ email: 'engineer@people.example' }, 'email'],
    [{ email: 'nobody' }, 'email'],
    [{ role: 'friend' }, 'role'],
    [{ about: 'two\nlines' }, 'about'],
    [{ question: '' }, 'question'],
    [{ question: 'x'.repeat(4001) }, 'question'],
    [{ answerBy: '2020-01-01T00:00:00Z' }, 'answerBy'],
    [{ timeZone: 'Mars' }, 'timeZone'],
    [{ showsCustomer: false }, 'showsCustomer'],
    [{ password: 'x' }, 'password'],
  ])('%j is refused, and the field is named', async (wrong, field) => {
    const ticket = await desk.open()
    const reply = await desk.post<{ errors?: { field: string }[] }>(`/v1/tickets/${ticket.id}/parties`, {
      ...vendor,
      ...wrong,
    })
    expect([reply.status, reply.body.errors?.map((one) => one.field)]).toEqual([400, [field]])
  })

  test('is somebody of the ticket: a number that it has not is named; a pause waits for nobody else', async () => {
    const { ticket } = await asked()
    const fieldOf = async (noun: string, body: object) =>
      (await desk.post<{ errors?: { field: string }[] }>(`/v1/tickets/${ticket.id}/${noun}`, body)).body.errors?.[0]
        ?.field
    expect(await fieldOf('parties/2/questions', { question: 'x' })).toBe('party')
    expect(await fieldOf('parties/2/answers', { message: 'x' })).toBe('party')
    expect(await fieldOf('parties/2/removal', {})).toBe('party')
    expect(await fieldOf('parties/x/removal', {})).toBe('party')
  })
})

describe('R9.1: no reader finds what is not theirs', () => {
  /** Each word stands in one kind of text; who may read it. */
  const secrets = {
    SUBJECTWORD: ['customer', 'staff'],
    DESCRIPTIONWORD: ['customer', 'staff'],
    CUSTOMERSAID: ['customer', 'staff'],
    STAFFSAID: ['customer', 'staff'],
    INTERNALNOTE: ['staff'],
    INTERNALFILE: ['staff'],
    PUBLICFILE: ['customer', 'staff'],
    ABOUTFIRST: ['staff', 'first'],
    QUESTIONFIRST: ['staff', 'first'],
    ANSWERFIRST: ['staff', 'first'],
    MOREFIRST: ['staff', 'first'],
    QUESTIONSECOND: ['staff', 'second'],
    ANSWERSECOND: ['staff', 'second'],
    NAMESECOND: ['staff', 'second'],
    PAUSEWORD: ['customer', 'staff'],
    jiangzhou: ['customer', 'staff', 'second'],
  }
  type Reader = 'customer' | 'staff' | 'first' | 'second'

  test('neither in the ticket, its events, lists, search, clocks and files, nor on pages and in letters', async () => {
    const ticket = await desk.open({ subject: 'SUBJECTWORD', description: 'DESCRIPTIONWORD' })
    await desk.act(ticket, 'watchers', { contactId: 'con_acceptor' })
    await desk.act(ticket, 'responses', { message: 'STAFFSAID' }, { as: 'engineer' })
    await desk.act(ticket, 'replies', { message: 'CUSTOMERSAID' }, { as: 'reporter' })
    await desk.act(ticket, 'notes', { text: 'INTERNALNOTE' })
    await desk.attach(ticket, { name: 'INTERNALFILE.txt', bytes: 'a' }, { fields: { internal: 'true' } })
    await desk.attach(ticket, { name: 'PUBLICFILE.txt', bytes: 'b' })
    const first = { ...vendor, email: 'first@vendor.example', about: 'ABOUTFIRST', question: 'QUESTIONFIRST' }
    const second = { ...vendor, email: 'second@vendor.example', name: 'NAMESECOND', question: 'QUESTIONSECOND' }
    await desk.act(ticket, 'parties', first)
    await desk.act(ticket, 'parties', { ...second, showsCustomer: true })
    await desk.settled(ticket)
    const tokens = [first, second].map(({ email }) => linkIn(lettersTo(ticket, email).at(-1)?.text))
    await desk.act(ticket, 'pauses', { reason: 'supplier', explanation: 'PAUSEWORD', party: 1 })
    await answer(tokens[0] ?? '', { message: 'ANSWERFIRST' })
    await answer(tokens[1] ?? '', { message: 'ANSWERSECOND' })
    await desk.act(ticket, 'parties/1/questions', { question: 'MOREFIRST' })
    await desk.act(ticket, 'escalations', { reason: 'Hard', toTier: 'senior' })
    await desk.settled(ticket)

    const asAccount = async (as: string) => {
      const paths = ['', '/events', '/clocks'].map((path) => `/v1/tickets/${ticket.id}${path}`)
      const read = await Promise.all([...paths, '/v1/tickets'].map((path) => desk.get<unknown>(path, { as })))
      expect(read.map(({ status }) => status)).toEqual(read.map(() => 200))
      const words = Object.keys(secrets).filter((word) => word !== 'jiangzhou')
      const found = await Promise.all(
        words.map(async (word) => {
          const { body } = await desk.get<{ items: unknown[] }>(`/v1/tickets?text=${word}`, { as })
          return body.items.length > 0 ? `found by ${word}` : ''
        }),
      )
      return JSON.stringify([read.map(({ body }) => body), found])
    }
    const mailed = (...addresses: string[]) =>
      JSON.stringify(
        desk.smtp.mails
          .filter(({ to }) => addresses.includes(to ?? ''))
          .map(({ parsed }) => [parsed.subject, parsed.text, parsed.html]),
      )
    const customers = ['con_reporter@jiangzhou.example', 'con_acceptor@jiangzhou.example']
    const onPage = async (token = '') => (await page(token)).body
    const reads: Record<Reader, string> = {
      customer: (await asAccount('reporter')) + (await asAccount('acceptor')) + mailed(...customers),
      staff: await asAccount('manager'),
      first: (await onPage(tokens[0])) + mailed(first.email),
      second: (await onPage(tokens[1])) + mailed(second.email),
    }
    const leaks = Object.entries(secrets).flatMap(([word, may]) =>
      (Object.keys(reads) as Reader[]).flatMap((reader) => {
        const sees = reads[reader].includes(word)
        return sees === may.includes(reader) ? [] : `${reader} ${sees ? 'reads' : 'misses'} ${word}`
      }),
    )
    expect(leaks).toEqual([])
    expect(reads.customer).not.toMatch(/Lin Tao|vendor\.example|partyA|party-\d/)
    // Whom another party is, nor who of the customer or of us: only who asked.
    expect(reads.first).not.toMatch(/second@|T-2026.*SUBJECT|钱伟|con_reporter/)
    const internal = (await desk.get(`/v1/tickets/${ticket.id}`)).body.attachments.find(({ internal }) => internal)
    const file = `/v1/tickets/${ticket.id}/attachments/${internal?.id}`
    expect((await desk.get(file, { as: 'reporter' })).status).toBe(404)
    expect((await desk.get(`/v1/tickets/${ticket.id}`, { as: '' })).status).toBe(401)
  })
})
