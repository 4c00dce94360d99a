import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { MockActivityEnvironment } from '@temporalio/testing'
import pino from 'pino'
import { mailRoom } from '../../activities/mail/mail.ts'
import { PostOffice } from '../../activities/mail/post-office.ts'
import { recordActivities } from '../../activities/records/records.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'
import { hangBell } from '../../platform/database-bell.ts'
import { connectDatabase } from '../../platform/database.ts'
import { createMailer, type Mailer } from '../../platform/mailer.ts'
import { createNotifier } from '../../platform/notifiers/notifier.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { outboxChannel, readReleased, ringPostOffices } from '../../store/outbox.ts'
import { noFiling } from '../support/mail/no-filing.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'
import { freshDatabase } from '../support/stack/database.ts'
import { opening } from '../support/ticket/opening.ts'
import { customer } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { until } from '../support/time/until.ts'
import { StatementCounter } from '../support/wire/statement-counter.ts'
import { TcpProxy } from '../support/wire/tcp-proxy.ts'

const logger = pino({ level: 'silent' })
const reporter = 'c-reporter@mail.example'
const engineer = 'u-li@mail.example'
let url: string
let database: PrismaClient
let drop: () => Promise<void>
let smtp: SmtpCatcher
let mailer: Mailer
let counter: StatementCounter
let counted: PrismaClient
/** To which version each ticket's process says that it is recorded; none of those that do not answer. */
const recorded = new Map<string, number>()
const noted: RefusedMail[] = []

beforeAll(async () => {
  const fresh = await freshDatabase()
  url = fresh.url
  drop = fresh.drop
  database = connectDatabase(url, 5)
  counter = new StatementCounter()
  counted = connectDatabase(await counter.through(url), 5)
  const { customer: served } = opening()
  await database.customer.create({ data: served })
  const contact = { id: 'c-reporter', name: 'Qian Wei', email: reporter, language: 'en', customerId: served.id }
  await database.contact.create({ data: contact })
  const account = { role: 'engineer', tier: 'resident', language: 'en', passwordHash: '-' }
  await database.user.create({ data: { id: 'u-li', name: 'Li Jing', email: engineer, ...account } })
  await database.staffBinding.create({ data: { userId: 'u-li', customerId: served.id } })
}, 60_000)
afterAll(async () => {
  await database.$disconnect()
  await counted.$disconnect()
  await counter.close()
  await drop()
})

/** What a test began, and what ends it. */
const ends: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  smtp = await startSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Aftercare <desk@aftercare.example>' })
  recorded.clear()
  noted.length = 0
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await database.outbox.deleteMany()
  await mailer.close()
  await smtp.close()
})

/** Opens the only office there is, until the test is over. Answers how it ends. */
function openOffice({ office = 0, of = 1, bellUrl = url, beforeReading = async () => {} } = {}): Promise<unknown> {
  const closing = new AbortController()
  const processes = {
    recordedVersion: async (id: string) => recorded.get(id),
    noteUndelivered: async (_id: string, refused: RefusedMail[]) => void noted.push(...refused),
  }
  const { prepare } = mailRoom({
    ...{ database: counted, mailer, publicUrl: 'https://desk.example', sandboxClock: true, logger, processes },
  })
  const deps = {
    ...{ database: counted, logger, closing: closing.signal, publicUrl: 'https://desk.example' },
    notifier: createNotifier({ inside: [] }),
    openFiling: noFiling,
    prepare: async (due: Parameters<typeof prepare>[0]) => {
      await beforeReading()
      return prepare(due)
    },
    processes: processes as unknown as ConstructorParameters<typeof PostOffice>[1]['processes'],
    hangBell: (onRing: () => void) => hangBell(bellUrl, outboxChannel, onRing),
  }
  const serving = new MockActivityEnvironment().run(() => new PostOffice({ office, of }, deps).serve())
  const ended = serving.catch((error: unknown) => error)
  ends.push(() => {
    closing.abort()
    return ended
  })
  return ended
}

let count = 0

/** A ticket that was opened and to which the customer wrote so often; what that has to tell stands in the outbox. */
async function lives({ warned = false, replies = 0, fence = 1, id = `t-office-${++count}`, word = 'Message' } = {}) {
  const play = new Play('2026-11-27 02:00', opening())
  for (let i = 1; i <= replies; i++) play.do('reply', { message: `${word} ${i}.`, channel: 'web' }, customer)
  const state = { ...play.state, id, number: `T-${id}` }
  const notices: Notice[] = play.events.map(({ version, type }) =>
    type === 'opened'
      ? { message: 'opened', version, to: ['reporter', 'tier'], tier: 'resident' }
      : { message: 'objected', version, to: ['tier'], tier: 'resident' },
  )
  // As if the reply's letter warned of something that is over since.
  if (warned) Object.assign(notices.at(-1) ?? {}, { warns: { clockId: 'response', percent: 75 } })
  const transition = { events: play.events, notices, record: ticketRecordOf(state), fence }
  await recordActivities({ database, logger, ring: () => undefined }).commitTransition(transition)
  return id
}

const mailsTo = (address: string) => smtp.sentTo(address).map(({ parsed }) => parsed.text ?? '')
const queue = (ticketId: string) => database.outbox.count({ where: { ticketId } })
const askedLater = (ticketId: string) =>
  database.outbox
    .updateMany({ where: { ticketId }, data: { askAt: new Date(0) } })
    .then(() => ringPostOffices(database))

describe('Nobody is told of what is not in history', () => {
  test('what was recorded waits until whoever was answered releases it, and is told at once then', async () => {
    openOffice()
    const id = await lives()
    await ringPostOffices(database)
    await until(async () => counter.count > 0)
    expect(smtp.mails).toEqual([])
    await readReleased(database, id, 1)
    await until(async () => (await queue(id)) === 0)
    expect([reporter, engineer].map((to) => mailsTo(to).length)).toEqual([1, 1])
  })

  test('what nobody releases is asked of the process, and told as far as that has recorded it', async () => {
    openOffice()
    const id = await lives({ replies: 2 })
    recorded.set(id, 2)
    await askedLater(id)
    await until(async () => (await queue(id)) === 1)
    expect(mailsTo(engineer)).toHaveLength(2)
    // A process that does not answer proves nothing.
    recorded.clear()
    await askedLater(id)
    await until(async () => (await database.outbox.count({ where: { ticketId: id, askAt: { gt: new Date() } } })) === 1)
    expect(mailsTo(engineer)).toHaveLength(2)
  })

  test('a later attempt at the same version takes the place of what an earlier one had to tell', async () => {
    const id = await lives({ replies: 1, fence: 1, word: 'Disowned' })
    await lives({ replies: 1, fence: 2, id, word: 'Standing' })
    expect(await queue(id)).toBe(2)
    openOffice()
    await readReleased(database, id, 2)
    await until(async () => (await queue(id)) === 0)
    const said = mailsTo(engineer).join()
    expect(said).toContain('Standing 1.')
    expect(said).not.toContain('Disowned')
  })
})

describe('One who cannot be reached', () => {
  test('holds up what comes after for the same person and ticket, and nothing else; then all comes in its order', async () => {
    openOffice()
    smtp.deferred.add(engineer)
    const id = await lives({ replies: 2 })
    await readReleased(database, id, 3)
    await until(async () => (await database.outbox.count({ where: { ticketId: id, attempts: { gt: 0 } } })) === 3)
    expect(mailsTo(reporter)).toHaveLength(1)
    expect(mailsTo(engineer)).toEqual([])
    smtp.deferred.clear()
    await until(async () => (await queue(id)) === 0)
    expect(mailsTo(engineer).map((text) => /Message \d/.exec(text)?.[0])).toEqual([undefined, 'Message 1', 'Message 2'])
  })

  test('for good is put to the ticket before it leaves the queue', async () => {
    openOffice()
    smtp.refused.add(reporter)
    const id = await lives()
    await readReleased(database, id, 1)
    await until(async () => (await queue(id)) === 0)
    expect(noted).toMatchObject([{ recipientId: 'c-reporter', message: 'opened', why: '550' }])
    expect(mailsTo(engineer)).toHaveLength(1)
  })
})

describe('What is told late (SLA 22)', () => {
  const late = (ticketId: string) =>
    database.outbox.updateMany({ where: { ticketId }, data: { released: true, createdAt: new Date(0) } })

  test('is left out when it was overtaken, once history is known to hold what overtook it', async () => {
    const id = await lives({ warned: true, replies: 1 })
    await late(id)
    openOffice()
    await until(async () => mailsTo(reporter).length === 1)
    await until(async () => (await database.outbox.count({ where: { ticketId: id, dueAt: { gt: new Date() } } })) === 1)
    recorded.set(id, 2)
    await database.outbox.updateMany({ where: { ticketId: id }, data: { dueAt: new Date() } })
    await ringPostOffices(database)
    await until(async () => (await queue(id)) === 0)
    expect(mailsTo(engineer)).toHaveLength(1)
  })

  test('is told all the same when it was told at once', async () => {
    const id = await lives({ warned: true, replies: 1 })
    openOffice()
    await readReleased(database, id, 2)
    await until(async () => (await queue(id)) === 0)
    expect(mailsTo(engineer)).toHaveLength(2)
  })
})

describe('A post office', () => {
  test('is stopped by no row that nobody can read: it is tried ever later, and the others are told', async () => {
    const [poisoned, sound] = [await lives(), await lives()]
    const notice = { message: 'opened', version: 1, to: ['nobody-knows-whom'], tier: 'resident' }
    await database.outbox.updateMany({ where: { ticketId: poisoned }, data: { notice } })
    await database.outbox.updateMany({ data: { released: true } })
    openOffice()
    await until(async () => (await queue(sound)) === 0)
    await until(async () => (await database.outbox.count({ where: { ticketId: poisoned, attempts: { gt: 0 } } })) === 1)
    expect(smtp.mails).toHaveLength(2)
  })

  test('reads what many tickets have to tell together: forty cost less than two statements each', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => lives()))
    await database.outbox.updateMany({ data: { released: true } })
    const before = counter.count
    openOffice()
    await until(async () => (await database.outbox.count()) === 0)
    expect(smtp.mails).toHaveLength(80)
    expect(counter.count - before).toBeLessThan(2 * ids.length)
  })

  test('shares the tickets with the others: each is told by one of them', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => lives()))
    await database.outbox.updateMany({ data: { released: true } })
    openOffice({ office: 0, of: 2 })
    await until(async () => (await database.outbox.count()) < ids.length)
    await until(async () => (await database.outbox.findMany()).every(({ lane }) => lane % 2 === 1))
    openOffice({ office: 1, of: 2 })
    await until(async () => (await database.outbox.count()) === 0)
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(24)
    expect(smtp.mails).toHaveLength(24)
  })

  test('looks again for what was released of a ticket while it read another notice of it', async () => {
    const id = await lives({ replies: 1 })
    let readings = 0
    openOffice({
      async beforeReading() {
        if (++readings > 1) return
        await readReleased(database, id, 2)
        // Until the bell is heard.
        await sleep(300)
      },
    })
    await readReleased(database, id, 1)
    await until(async () => (await queue(id)) === 0)
    expect(mailsTo(engineer)).toHaveLength(2)
  }, 20_000)

  test('that hears nothing any more says so, and is begun anew by the engine', async () => {
    const proxy = await TcpProxy.before(url)
    const ended = openOffice({ bellUrl: proxy.through(url) })
    const id = await lives()
    await readReleased(database, id, 1)
    await until(async () => (await queue(id)) === 0)
    proxy.down()
    expect(await ended).toBeInstanceOf(Error)
    await proxy.close()
  })
})
