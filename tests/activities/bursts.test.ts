import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { turnOf } from '../../activities/mail/bursts.ts'
import { mailRoom } from '../../activities/mail/mail.ts'
import { recordActivities } from '../../activities/records/records.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { createMailer, type Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'
import { toldIn } from '../support/mail/stories.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'
import { customer } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

let close: () => Promise<void>
let database: PrismaClient
let smtp: SmtpCatcher
let mailer: Mailer
beforeAll(async () => {
  const opened = await openDatabase(5)
  database = opened.database
  close = opened.close
  const { customer: served } = opening()
  const account = { role: 'engineer', tier: 'resident', language: 'en', passwordHash: '-' }
  const people = ['u-li', 'u-wang'].map((id) => ({ id, name: id, email: `${id}@mail.example`, ...account }))
  await database.customer.create({ data: served })
  const reporter = { id: 'c-reporter', name: 'Qian Wei', email: 'c-reporter@mail.example', language: 'en' }
  await database.contact.create({ data: { ...reporter, customerId: served.id } })
  await database.user.createMany({ data: people })
  await database.staffBinding.createMany({ data: people.map(({ id }) => ({ userId: id, customerId: served.id })) })
  smtp = await startSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Aftercare <desk@aftercare.example>' })
})
beforeEach(() => {
  smtp.mails.length = 0
})
afterAll(async () => {
  await mailer.close()
  await smtp.close()
  await close()
})

/** Whatever was recorded is in history. */
const processes = { recordedVersion: async () => Number.MAX_SAFE_INTEGER }

let count = 0

/** A ticket to which the customer has written so often, and what each message has to tell. */
async function burst(messages: number): Promise<{ ticketId: string; notices: Notice[] }> {
  const play = new Play('2026-11-27 02:00', opening()).answered()
  for (let i = 1; i <= messages; i++) play.do('reply', { message: `Message ${i}.`, channel: 'web' }, customer)
  count += 1
  const ticketId = `t-burst-${count}`
  const record = ticketRecordOf({ ...play.state, id: ticketId, number: `T-2026-00000${count}` })
  await recordActivities({ database, logger, ring }).commitTransition({
    events: play.events,
    notices: [],
    record,
    fence: count,
  })
  const replies = toldIn([play]).filter(({ notice }) => notice.message === 'customer-replied')
  return { ticketId, notices: replies.map(({ notice }) => ({ ...notice, to: ['tier'] })) }
}

const logger = pino({ level: 'silent' })
const ring = () => undefined
let sandboxClock = false

/** As the post office does it: answers in how many seconds it is to be done again; undefined when it is done. */
async function send(ticketId: string, ...notices: (Notice | undefined)[]): Promise<number | undefined> {
  const { prepare } = mailRoom({ database, mailer, publicUrl: 'https://desk.example', sandboxClock, logger, processes })
  const due = notices.flatMap((notice) => (notice ? [{ ticketId, notice, createdAt: new Date() }] : []))
  const { outcomes } = await (await prepare(due))(ticketId)
  const waits = outcomes.flatMap((outcome) => (typeof outcome === 'object' ? outcome.waitMs / 1000 : []))
  expect(outcomes).not.toContain('failed')
  return waits.length > 0 ? Math.min(...waits) : undefined
}

const minuteLater = (ticketId: string) =>
  database.$executeRaw`UPDATE "EmailDelivery" SET "createdAt" = "createdAt" - interval '61 seconds' WHERE "ticketId" = ${ticketId}`
const statuses = async (ticketId: string) => {
  const rows = await database.emailDelivery.findMany({ where: { ticketId }, orderBy: { version: 'asc' } })
  return rows.filter(({ recipientId }) => recipientId === 'u-li').map(({ status }) => status)
}
const told = (to: string) => smtp.sentTo(`${to}@mail.example`).map(({ parsed }) => parsed.text ?? '')

describe('a customer who writes in a burst (M2)', () => {
  test('is heard at once three times; what follows within a minute comes as one mail to each, and nothing is lost', async () => {
    const { ticketId, notices } = await burst(8)
    const waits: (number | undefined)[] = []
    for (const notice of notices) waits.push(await send(ticketId, notice))
    expect(waits.slice(0, 3)).toEqual([undefined, undefined, undefined])
    for (const wait of waits.slice(3)) expect(wait).toBeGreaterThan(30)
    expect(told('u-li')).toHaveLength(3)
    expect(await statuses(ticketId)).toEqual(['sent', 'sent', 'sent', ...Array(5).fill('pending')])

    await minuteLater(ticketId)
    // Whoever has not the newest waits for it.
    expect(await send(ticketId, notices[3])).toBeGreaterThan(0)
    expect(await send(ticketId, notices[7])).toBeUndefined()
    for (const notice of notices) expect(await send(ticketId, notice)).toBeUndefined()

    for (const who of ['u-li', 'u-wang']) {
      expect(told(who)).toHaveLength(4)
      const last = told(who).at(-1) ?? ''
      expect(last).toContain('5 messages')
      const order = [8, 4, 5, 6, 7].map((i) => last.indexOf(`Message ${i}.`))
      expect(order).toEqual([...order].sort((a, b) => a - b))
      expect(order[0]).toBeGreaterThan(0)
    }
    expect(await statuses(ticketId)).toEqual(['sent', 'sent', 'sent', ...Array(4).fill('merged'), 'sent'])
  })

  test('is heard at once again after a quiet minute', async () => {
    const { ticketId, notices } = await burst(6)
    for (const notice of notices.slice(0, 3)) await send(ticketId, notice)
    await minuteLater(ticketId)
    for (const notice of notices.slice(3)) expect(await send(ticketId, notice)).toBeUndefined()
    expect(told('u-li')).toHaveLength(6)
  })

  test('of one transition is one batch, in which the first three do not wait for the rest', async () => {
    const { ticketId, notices } = await burst(6)
    expect(await send(ticketId, ...notices)).toBeGreaterThan(30)
    expect(told('u-li')).toHaveLength(3)
    await minuteLater(ticketId)
    expect(await send(ticketId, ...notices)).toBeDefined()
    expect(await send(ticketId, ...notices)).toBeUndefined()
    expect(told('u-li')).toHaveLength(4)
  })

  test('is heard each minute while it goes on and on', () => {
    const start = Date.parse('2026-11-25T08:00:00Z')
    const rows = Array.from({ length: 100 }, (_, i) => {
      const createdAt = new Date(start + i * 6000)
      return {
        key: `k${i}`,
        version: i + 1,
        message: 'customer-replied',
        recipientId: 'u-li',
        status: 'pending',
        createdAt,
      }
    })
    const mailedAt: number[] = []
    for (const [i, row] of rows.entries()) {
      const now = row.createdAt.getTime()
      const turn = turnOf(row.key, rows.slice(0, i + 1), now)
      if ('waitMs' in turn) continue
      mailedAt.push((now - start) / 1000)
      for (const one of [row, ...turn.carries]) one.status = 'sent'
    }
    expect(mailedAt.slice(0, 3)).toEqual([0, 6, 12])
    for (let i = 3; i < mailedAt.length; i++) {
      expect((mailedAt[i] ?? 0) - (mailedAt[i - 1] ?? 0)).toBeGreaterThanOrEqual(60)
      expect((mailedAt[i] ?? 0) - (mailedAt[i - 1] ?? 0)).toBeLessThanOrEqual(72)
    }
    expect(mailedAt.length).toBeGreaterThan(10)
  })
})

describe('an address outside, which anybody may have named (M2)', () => {
  const had = (address: string, mails: number, hoursAgo: number) =>
    database.$executeRaw`INSERT INTO "EmailDelivery"
      ("key", "ticketId", "version", "message", "recipientId", "address", "messageId", "status", "sentAt")
      SELECT ${address} || ${hoursAgo}::int || ':' || n, 'elsewhere', n, 'replied', 'x', ${address}, '<x>', 'sent',
        now() - ${hoursAgo}::int * interval '1 hour' FROM generate_series(1, ${mails}::int) n`
  const forget = () => database.$executeRaw`DELETE FROM "EmailDelivery" WHERE "ticketId" = 'elsewhere'`
  const reporters = 'c-reporter@mail.example'

  test.each([
    ['a hundred in an hour', 100, 0, 99],
    ['five hundred in a day', 500, 5, 490],
  ])(
    'gets %s; the next waits and comes later, and our own people are told at once',
    async (_what, full, ago, fewer) => {
      await had(reporters, full, ago)
      await had('u-li@mail.example', full, ago)
      const { ticketId, notices } = await burst(1)
      const both = { ...notices[0], to: ['reporter', 'tier'] } as Notice
      expect(await send(ticketId, both)).toBe(600)
      expect([told('c-reporter').length, told('u-li').length]).toEqual([0, 1])
      await forget()
      await had(reporters, fewer, ago)
      expect(await send(ticketId, both)).toBeUndefined()
      expect([told('c-reporter').length, told('u-li').length]).toEqual([1, 1])
      await forget()
    },
  )

  test('gets all of them where time is played with', async () => {
    await had(reporters, 600, 0)
    const { ticketId, notices } = await burst(1)
    sandboxClock = true
    expect(await send(ticketId, { ...notices[0], to: ['reporter'] } as Notice)).toBeUndefined()
    sandboxClock = false
    await forget()
  })
})
