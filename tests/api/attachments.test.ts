import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

/** The smallest that it can be, and one more byte for each of `n`, so that no two are the same. */
const png = (n = 0) =>
  Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    Buffer.alloc(n),
  ])
interface Problem {
  errors?: { field: string; message: string }[]
  detail: string
}

const given = ({ id }: { id: string }, attachmentId: string | undefined, as: string) =>
  fetch(`${desk.url}/v1/tickets/${id}/attachments/${attachmentId}`, {
    headers: { authorization: `Bearer ${desk.tokenOf(as)}` },
  })

describe('A file that is added to a ticket (R1.11)', () => {
  test('stands on the ticket and in its timeline, is told of by mail, and is given back as it was, as an attachment only', async () => {
    const ticket = await desk.open()
    await desk.act(ticket, 'responses', { message: 'On it' }, { as: 'engineer' })
    const bytes = png()
    const { status, body, headers } = await desk.attach(ticket, { name: '页面截图 "1".png', bytes }, { as: 'reporter' })
    expect([status, headers.get('etag')]).toEqual([200, `"${body.version}"`])
    const [one, ...others] = body.attachments
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(others).toEqual([])
    expect(one).toMatchObject({ name: '页面截图 "1".png', mediaType: 'image/png', size: bytes.length, sha256 })

    const response = await given(ticket, one?.id, 'reporter')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    expect(response.headers.get('content-type')).toBe('image/png')
    const disposition = response.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment;/)
    expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent('页面截图 "1".png')}`)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('cache-control')).toBe('no-store')

    await desk.settled(ticket)
    const told = desk.smtp.mails.filter(
      ({ parsed }) => parsed.text?.includes('页面截图') && parsed.subject?.includes(ticket.number),
    )
    expect(told.length).toBeGreaterThan(0)
    const found = await desk.get<{ items: { number: string }[] }>(`/v1/tickets?text=${encodeURIComponent('页面截图')}`)
    expect(found.body.items.map(({ number }) => number)).toContain(ticket.number)
  })

  test('is another customer’s to see as little as the ticket, and an internal one is no customer’s', async () => {
    const ticket = await desk.open()
    const shown = (await desk.attach(ticket, { name: 'a.png', bytes: png(1) })).body.attachments[0]
    const hidden = (await desk.attach(ticket, { name: 'b.png', bytes: png(2) }, { fields: { internal: 'true' } })).body
    const internal = hidden.attachments.find((one) => one.internal)
    const statuses = await Promise.all([
      given(ticket, shown?.id, 'stranger'),
      given(ticket, shown?.id, 'reporter'),
      given(ticket, internal?.id, 'reporter'),
      given(ticket, internal?.id, 'engineer'),
      given(ticket, 'att_none', 'engineer'),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([404, 200, 404, 200, 404])
    const { body } = await desk.get(`/v1/tickets/${ticket.id}`, { as: 'reporter' })
    expect(body.attachments.map(({ name }) => name)).toEqual(['a.png'])
    const events = await desk.get<{ items: { type: string }[] }>(`/v1/tickets/${ticket.id}/events`, { as: 'reporter' })
    expect(events.body.items.filter(({ type }) => type === 'attached')).toHaveLength(1)
  })

  test('is added once, however often it is sent with its key', async () => {
    const ticket = await desk.open()
    const send = (bytes: Buffer) =>
      desk.attach<Problem & { version: number }>(ticket, { name: 'a.png', bytes }, { key: `k-${ticket.id}` })
    const first = await send(png(3))
    expect((await send(png(3))).body.version).toBe(first.body.version)
    expect((await send(png(4))).status).toBe(422)
  })

  test('signs the repair when staff log what was signed by hand', async () => {
    const ticket = await desk.resolved()
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
    const scan = (await desk.attach(ticket, { name: 'signed.pdf', bytes: pdf })).body.attachments[0]?.id
    const closed = await desk.act(ticket, 'sign-off', { method: 'paper', scan })
    expect([closed.status, closed.signOff?.scan]).toEqual(['closed', scan])
  })
})

test('Whoever goes away while a file is being sent holds no place: the next is taken', async () => {
  const ticket = await desk.open()
  const { hostname, port } = new URL(desk.url)
  for (let gone = 0; gone < 100; gone++) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const head = [
      `POST /v1/tickets/${ticket.id}/attachments HTTP/1.1`,
      'Host: desk',
      `Authorization: Bearer ${desk.tokenOf('agent')}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n--x\r\n`)
    // While it is asked who that is, or while it is read.
    await sleep(gone % 5)
    socket.destroy()
  }
  await sleep(300)
  expect((await desk.attach(ticket, { name: 'a.png', bytes: png(9) })).status).toBe(200)
})

describe('What is no file that can be taken', () => {
  const text = (words: string) => Buffer.from(words)
  test.each<[string, string, Buffer, number, string]>([
    ['a program', 'report.pdf', Buffer.concat([text('MZ'), randomBytes(500)]), 400, 'file'],
    [
      'an ELF program by the name of a picture',
      'a.png',
      Buffer.concat([text('\x7fELF'), randomBytes(500)]),
      400,
      'file',
    ],
    ['bytes of no kind', 'a.txt', randomBytes(2000), 400, 'file'],
    ['nothing', 'empty.txt', Buffer.alloc(0), 400, 'file'],
    ['a name that turns round', 'gnp.\u202egpj', png(5), 400, 'file'],
    ['a name that is too long', `${'x'.repeat(300)}.png`, png(6), 400, 'file'],
  ])('%s is refused, with what can be', async (_what, name, bytes, status, field) => {
    const ticket = await desk.open()
    const reply = await desk.attach<Problem>(ticket, { name, bytes })
    expect([reply.status, reply.body.errors?.map((one) => one.field)]).toEqual([status, [field]])
    const { body } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect([body.version, body.attachments]).toEqual([1, []])
  })

  test('a page in HTML is text that is given as an attachment, and never as a page', async () => {
    const ticket = await desk.open()
    const sent = await desk.attach(ticket, { name: 'x.html', bytes: '<script>alert(1)</script>' })
    const response = await given(ticket, sent.body.attachments[0]?.id, 'agent')
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('a path in its name is left out', async () => {
    const ticket = await desk.open()
    const sent = await desk.attach(ticket, { name: '../../etc/passwd.txt', bytes: 'root' })
    expect(sent.body.attachments[0]?.name).toBe('passwd.txt')
  })

  test('one that is too large, JSON, and a second file are each said to be so', async () => {
    const ticket = await desk.open()
    expect((await desk.attach(ticket, { name: 'a.log', bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 65) })).status).toBe(
      413,
    )
    expect((await desk.post(`/v1/tickets/${ticket.id}/attachments`, { file: 'x' })).status).toBe(415)
    const form = new FormData()
    form.append('file', new Blob(['a']), 'a.txt')
    form.append('file', new Blob(['b']), 'b.txt')
    const two = await desk.ask<Problem>('POST', `/v1/tickets/${ticket.id}/attachments`, form, {})
    expect([two.status, two.body.errors?.map(({ field }) => field)]).toEqual([400, ['file']])
    const none = new FormData()
    none.append('internal', 'perhaps')
    const wrong = await desk.ask<Problem>('POST', `/v1/tickets/${ticket.id}/attachments`, none, {})
    expect([wrong.status, wrong.body.errors?.map(({ field }) => field)]).toEqual([400, ['file']])
    const field = await desk.attach<Problem>(ticket, { name: 'a.txt', bytes: 'a' }, { fields: { internal: 'perhaps' } })
    expect([field.status, field.body.errors?.map((one) => one.field)]).toEqual([400, ['internal']])
  })
})
