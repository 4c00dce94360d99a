import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

interface Shown {
  kind: string
  version: number
  cycle: number
  language: string
  name: string
  sha256: string
  size: number
  recordHash: string
  signature: { by: string; method: string } | null
}

const documentsOf = async ({ id }: { id: string }, as = 'reporter') =>
  (await desk.get<{ items: Shown[] }>(`/v1/tickets/${id}/documents`, { as })).body.items

/** Until nothing is to be written any more. */
const written = ({ id }: { id: string }) =>
  until(async () => (await desk.database.dueDocument.count({ where: { ticketId: id } })) === 0)

const given = ({ id }: { id: string }, sha256: string, as: string) =>
  fetch(`${desk.url}/v1/tickets/${id}/documents/${sha256}`, {
    headers: { authorization: `Bearer ${desk.tokenOf(as)}` },
  })

describe('The documents of a ticket (R1.8, R8.2)', () => {
  test('a support record is there once it is repaired, and a maintenance summary once it is signed', async () => {
    const ticket = await desk.resolved()
    await written(ticket)
    // The acceptor reads Chinese, who reported it English.
    const records = await documentsOf(ticket)
    expect(records.map(({ language }) => language)).toEqual(['en', 'zh-CN'])
    const { body } = await desk.get<{ hash: string }>(`/v1/tickets/${ticket.id}/support-record`)
    const asked = { kind: 'supportRecord', cycle: 1, signature: null, recordHash: body.hash }
    for (const record of records) expect(record).toMatchObject(asked)

    await desk.act(ticket, 'sign-off', { method: 'signedIn', rating: 5 }, { as: 'acceptor' })
    await written(ticket)
    const all = await documentsOf(ticket)
    const [summary, , signed] = all
    expect(all).toHaveLength(4)
    expect(summary).toMatchObject({ kind: 'maintenanceSummary', language: 'en', signature: null })
    // What was signed stays as it was, and says by whom it was signed since.
    const signature = { method: 'signedIn', by: expect.any(String) }
    expect(signed).toMatchObject({ ...asked, sha256: records[0]?.sha256, signature })
  })

  test('each repair has a support record of its own, and only that which was signed bears a signature', async () => {
    const ticket = await desk.resolved()
    await desk.act(ticket, 'sign-off-refusal', { method: 'signedIn', reason: 'Still failing' }, { as: 'acceptor' })
    await desk.act(ticket, 'resolution', repair)
    await desk.act(ticket, 'sign-off', { method: 'signedIn' }, { as: 'acceptor' })
    await written(ticket)
    const records = (await documentsOf(ticket)).filter(({ kind }) => kind === 'supportRecord')
    const told = records
      .filter(({ language }) => language === 'en')
      .map(({ cycle, signature }) => [cycle, signature?.method])
    expect(told).toEqual([
      [2, 'signedIn'],
      [1, undefined],
    ])
  })

  test('a later rating is told in a summary of its own', async () => {
    const ticket = await desk.resolved()
    await desk.act(ticket, 'sign-off', { method: 'signedIn' }, { as: 'acceptor' })
    await desk.act(ticket, 'rating', { score: 2 }, { as: 'acceptor' })
    await written(ticket)
    const summaries = (await documentsOf(ticket)).filter(({ kind }) => kind === 'maintenanceSummary')
    const versions = summaries.map(({ version }) => version)
    expect(versions).toHaveLength(4)
    expect(new Set(versions).size).toBe(2)
  })

  test('is downloaded as an attachment, its hash as its ETag, by those who may see the ticket', async () => {
    const ticket = await desk.resolved()
    await written(ticket)
    const [one] = await documentsOf(ticket)
    const sha256 = one?.sha256 ?? ''
    for (const as of ['reporter', 'acceptor', 'engineer', 'manager']) {
      const response = await given(ticket, sha256, as)
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(bytes.length).toBe(one?.size)
      expect(response.headers.get('etag')).toBe(`"${sha256}"`)
      expect(response.headers.get('content-type')).toBe('application/pdf')
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${one?.name}`)
    }
    const other = await desk.open()
    const statuses = await Promise.all([
      given(ticket, sha256, 'stranger'),
      given(other, sha256, 'reporter'),
      given(ticket, '0'.repeat(64), 'reporter'),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404])
    expect((await desk.get(`/v1/tickets/${ticket.id}/documents`, { as: 'stranger' })).status).toBe(404)
    const wrong = await desk.get<{ errors: { field: string; message: string }[] }>(
      `/v1/tickets/${ticket.id}/documents/abc`,
    )
    expect(wrong.status).toBe(400)
    expect(wrong.body.errors).toEqual([{ field: 'sha256', message: expect.stringContaining('64 digits and letters') }])
  })

  test('that was written while the ticket was another customer’s is shown to our staff alone (SLA 24)', async () => {
    const ticket = await desk.resolved()
    await written(ticket)
    const [one] = await documentsOf(ticket)
    await desk.database.document.updateMany({ where: { ticketId: ticket.id }, data: { customerId: 'cus_other' } })
    expect(await documentsOf(ticket)).toEqual([])
    expect((await given(ticket, one?.sha256 ?? '', 'reporter')).status).toBe(404)
    expect(await documentsOf(ticket, 'engineer')).toContainEqual(one)
    expect((await given(ticket, one?.sha256 ?? '', 'engineer')).status).toBe(200)
  })

  test('is offered where it is signed, to whoever was mailed the link, in that person’s language', async () => {
    const ticket = await desk.resolved()
    await written(ticket)
    const mailed = () => desk.smtp.sentTo('con_acceptor@jiangzhou.example').find(({ parsed }) => isAsked(parsed))
    const isAsked = ({ subject = '', text = '' }) => subject.includes(ticket.number) && text.includes('/sign-off/')
    await until(async () => mailed() !== undefined)
    const [, token] = /\/sign-off\/([A-Za-z0-9_-]+)/.exec(mailed()?.parsed.text ?? '') ?? []
    const page = await (await fetch(`${desk.url}/sign-off/${token}`)).text()
    const [, offered = ''] = /href="([^"]+)"/.exec(page) ?? []
    expect(offered).toBe(`/sign-off/${token}/document`)
    const response = await fetch(desk.url + offered)
    const record = (await documentsOf(ticket)).find(({ language }) => language === 'zh-CN')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(record?.sha256)
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${record?.name}`)

    // The page is there though the document is not yet; and a link that asks for nothing any more gives nothing.
    await desk.database.document.deleteMany({ where: { ticketId: ticket.id } })
    expect(await (await fetch(`${desk.url}/sign-off/${token}`)).text()).not.toContain('/document')
    const gone = await fetch(desk.url + offered)
    expect([gone.status, gone.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    await desk.act(ticket, 'sign-off', { method: 'signedIn' }, { as: 'acceptor' })
    expect((await fetch(desk.url + offered)).status).toBe(404)
  })
})
