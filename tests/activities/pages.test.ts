import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { MockActivityEnvironment } from '@temporalio/testing'
import pino from 'pino'
import { mailRoom } from '../../activities/mail/mail.ts'
import { turnIn } from '../../activities/mail/paging.ts'
import { PostOffice, type PostOfficeDeps } from '../../activities/mail/post-office.ts'
import { recordActivities } from '../../activities/records/records.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { hangBell } from '../../platform/database-bell.ts'
import { connectDatabase } from '../../platform/database.ts'
import { createMailer, type Mailer } from '../../platform/mailer.ts'
import { createNotifier } from '../../platform/notifiers/notifier.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { outboxChannel, readReleased, ringPostOffices } from '../../store/outbox.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'
import { type RobotKind, Robots } from '../support/robots/robots.ts'
import { noFiling } from '../support/mail/no-filing.ts'
import { freshDatabase } from '../support/stack/database.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { until } from '../support/time/until.ts'

let url: string
let database: PrismaClient
let drop: () => Promise<void>
let smtp: SmtpCatcher
let mailer: Mailer
let robots: Robots
const logged: object[] = []
const logger = pino({ level: 'debug' }, { write: (line) => logged.push(JSON.parse(line)) })

beforeAll(async () => {
  const fresh = await freshDatabase()
  url = fresh.url
  drop = fresh.drop
  database = connectDatabase(url, 5)
  await database.customer.create({ data: opening().customer })
  const account = { role: 'engineer', tier: 'resident', passwordHash: '-' }
  const people = [
    { id: 'u-li', name: '李静 Li Jing', language: 'zh-CN' },
    { id: 'u-wang', name: 'Wang', language: 'en' },
  ]
  for (const person of people) {
    await database.user.create({ data: { ...person, ...account, email: `${person.id}@mail.example` } })
    await database.staffBinding.create({ data: { userId: person.id, customerId: opening().customer.id } })
  }
  smtp = await startSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Aftercare <desk@aftercare.example>' })
}, 60_000)
afterAll(async () => {
  await mailer.close()
  await smtp.close()
  await database.$disconnect()
  await drop()
})

const ends: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  robots = await Robots.start()
  logged.length = 0
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await robots.close()
  for (const table of [database.outbox, database.page, database.notificationChannel] as const) {
    await (table as typeof database.page).deleteMany()
  }
})

function openOffice(): void {
  const closing = new AbortController()
  const processes = { recordedVersion: async () => Number.MAX_SAFE_INTEGER, noteUndelivered: async () => undefined }
  const common = { database, logger, publicUrl: 'https://desk.example' }
  const { prepare } = mailRoom({ ...common, mailer, sandboxClock: true, processes })
  const deps: PostOfficeDeps = {
    openFiling: noFiling,
    ...{ ...common, prepare, closing: closing.signal, notifier: createNotifier({ inside: ['127.0.0.0/8'] }) },
    processes: processes as unknown as PostOfficeDeps['processes'],
    hangBell: (onRing) => hangBell(url, outboxChannel, onRing),
  }
  const serving = new MockActivityEnvironment().run(() => new PostOffice({ office: 0, of: 1 }, deps).serve())
  const ended = serving.catch((error: unknown) => error)
  ends.push(() => {
    closing.abort()
    return ended
  })
}

let count = 0

async function channel(userId: string, kind: RobotKind, more: object = {}): Promise<string> {
  const name = `robot-${++count}`
  const data = { id: `chn_${count}`, userId, kind, name, url: robots.address(kind, name), target: name, ...more }
  await database.notificationChannel.create({ data })
  return name
}

/** A ticket whose first answer is late; of the breach both residents are told. */
async function late({ subject = '办件提交失败', send = true } = {}): Promise<string> {
  const id = `t-page-${++count}`
  const play = new Play('2026-11-27 02:00', opening({ subject })).until('2026-11-27 02:11')
  const breach = play.events.find(({ type }) => type === 'breached')
  if (breach === undefined) throw new Error('Nothing was broken')
  const notice: Notice = { message: 'breached', version: breach.version, to: ['tier'], tier: 'resident' }
  const record = ticketRecordOf({ ...play.state, id, number: `T-${id}` })
  await recordActivities({ database, logger, ring: () => undefined }).commitTransition({
    ...{ events: play.events, notices: [notice], record, fence: 1 },
  })
  if (send) await readReleased(database, id, play.state.version)
  return id
}

const pagesOf = (name: string) => database.page.findMany({ where: { target: name }, orderBy: { createdAt: 'asc' } })

describe('a broken promise', () => {
  test('reaches each of us by every channel that is on, in that person’s language, beside the mail, once', async () => {
    const mine = [await channel('u-li', 'wecom'), await channel('u-li', 'feishu')]
    const [off, elsewhere] = [await channel('u-li', 'dingtalk', { enabled: false }), await channel('u-wang', 'webhook')]
    openOffice()
    const id = await late()
    await until(async () => robots.caught.length >= 3)
    await until(async () => (await database.outbox.count({ where: { ticketId: id } })) === 0)
    expect(mine.map((name) => robots.sentTo(name).length)).toEqual([1, 1])
    expect([off, elsewhere].map((name) => robots.sentTo(name).length)).toEqual([0, 1])
    const [said = ''] = robots.sentTo(mine[0] ?? '').map(({ text }) => text)
    expect(said).toContain(`[T-${id}] 已超时`)
    expect(said).toContain('江州市政务服务中心')
    expect(said).toContain('2026年11月27日')
    expect(said).toMatch(/确认收到：https:\/\/desk\.example\/page\/[\w-]{43}\n/)
    expect(robots.sentTo(elsewhere)[0]?.body).toMatchObject({ type: 'breached', language: 'en', ticket: { id } })
    expect(smtp.sentTo('u-li@mail.example').length).toBeGreaterThan(0)
    for (const name of [...mine, elsewhere])
      expect(await pagesOf(name)).toMatchObject([{ status: 'sent', attempts: 1 }])
    // Neither address nor link stands in a log.
    const lines = JSON.stringify(logged)
    expect(lines).not.toMatch(/\/hook\/|key=|\/page\//)
  })

  test('comes by the channels of this hour alone', async () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const hour = (from: number) => [[clock(from), clock(from + 2)]]
    const hours = (from: number) => Object.fromEntries(days.map((day) => [day, hour(from)]))
    const now = new Date().getUTCHours() + 8
    const [on, off] = [
      await channel('u-li', 'wecom', { hours: hours(now - 1) }),
      await channel('u-li', 'wecom', { hours: hours(now + 10) }),
    ]
    openOffice()
    await late()
    await until(async () => robots.sentTo(on).length === 1)
    expect(await pagesOf(off)).toEqual([])
  })

  test('what others read too has no link to acknowledge by', async () => {
    const shared = await channel('u-li', 'wecom', { shared: true })
    openOffice()
    const id = await late()
    await until(async () => robots.sentTo(shared).length === 1)
    expect(robots.sentTo(shared)[0]?.text).not.toContain('/page/')
    expect(await database.pageLink.count({ where: { ticketId: id } })).toBe(0)
  })

  test('a subject of any length fits into what a robot takes', async () => {
    const robot = await channel('u-li', 'wecom')
    openOffice()
    await late({ subject: '错'.repeat(200) })
    await until(async () => robots.sentTo(robot).length === 1)
    expect(robots.refused).toEqual([])
  })
})

describe('a dead address', () => {
  test('holds up no mail, nobody else and no other channel of the same person; it is tried until it is back, in order', async () => {
    const dead = await channel('u-li', 'webhook')
    robots.broken.set(dead, 503)
    const alive = await channel('u-li', 'wecom')
    openOffice()
    const ids = [await late(), await late()]
    await until(async () => robots.sentTo(alive).length === 2 && (robots.asked.get(dead) ?? 0) >= 2)
    await until(async () => (await database.outbox.count({ where: { ticketId: { in: ids } } })) === 0)
    for (const page of await pagesOf(dead)) expect(page.status).toBe('pending')
    robots.broken.clear()
    await until(async () => robots.sentTo(dead).length === 2)
    expect(robots.sentTo(dead).map(({ body }) => (body.ticket as { id: string }).id)).toEqual(ids)
    const keys = robots.sentTo(dead).map(({ id }) => id)
    expect(new Set(keys).size).toBe(2)
  })

  test('a mail server that is down holds up no page', async () => {
    const robot = await channel('u-li', 'wecom')
    smtp.deferred.add('u-li@mail.example')
    openOffice()
    const id = await late()
    await until(async () => robots.sentTo(robot).length === 1)
    expect(await database.outbox.count({ where: { ticketId: id } })).toBe(1)
    smtp.deferred.clear()
    await until(async () => (await database.outbox.count({ where: { ticketId: id } })) === 0)
    expect(robots.sentTo(robot)).toHaveLength(1)
  })

  test('what an office left when it ended is sent by the next, with the same key', async () => {
    const robot = await channel('u-li', 'webhook')
    robots.broken.set(robot, 500)
    openOffice()
    await late()
    await until(async () => (robots.asked.get(robot) ?? 0) >= 1)
    for (const end of ends.splice(0)) await end()
    const [left] = await pagesOf(robot)
    expect(left).toMatchObject({ status: 'pending' })
    robots.broken.clear()
    openOffice()
    await until(async () => robots.sentTo(robot).length === 1)
    expect(robots.sentTo(robot)[0]?.id).toBe(left?.key)
  })

  test('one that says how long to wait is asked no sooner', async () => {
    const robot = await channel('u-li', 'wecom')
    // As if others had used up its minute.
    const url = robots.address('wecom', robot)
    const body = JSON.stringify({ msgtype: 'text', text: { content: 'x' } })
    const headers = { 'content-type': 'application/json' }
    for (let i = 0; i < 20; i++) await fetch(url, { method: 'POST', headers, body })
    openOffice()
    await late()
    await until(async () => (await pagesOf(robot))[0]?.fault === '45009')
    const [page] = await pagesOf(robot)
    expect(page?.status).toBe('pending')
    expect((page?.dueAt.getTime() ?? 0) - (page?.triedAt?.getTime() ?? 0)).toBeGreaterThan(50_000)
    // What comes meanwhile waits as well.
    await late()
    await until(async () => (await pagesOf(robot)).length === 2)
    const asked = robots.asked.get(robot)
    await ringPostOffices(database)
    expect((await pagesOf(robot)).map(({ attempts }) => attempts)).toEqual([1, 0])
    expect(robots.asked.get(robot)).toBe(asked)
  })

  test('one that refuses for good is noted with its code and asked no more', async () => {
    const robot = await channel('u-li', 'dingtalk', { secret: 'SECwrong' })
    robots.address('dingtalk', robot, 'SECright')
    openOffice()
    await late()
    await until(async () => (await pagesOf(robot))[0]?.status === 'refused')
    expect(await pagesOf(robot)).toMatchObject([{ fault: '310000', attempts: 1 }])
    expect(robots.asked.get(robot)).toBe(1)
  })

  test('what waits for a channel that was removed, or whose owner was disabled, is not sent', async () => {
    const robot = await channel('u-li', 'webhook')
    robots.broken.set(robot, 503)
    openOffice()
    await late()
    await until(async () => (robots.asked.get(robot) ?? 0) >= 1)
    await database.notificationChannel.deleteMany()
    robots.broken.clear()
    await until(async () => (await pagesOf(robot))[0]?.status === 'void')
    expect(robots.sentTo(robot)).toEqual([])
  })
})

describe('the pace of an address', () => {
  test('is kept by waiting: none of a burst is refused or lost', async () => {
    const robot = await channel('u-li', 'feishu')
    openOffice()
    for (let i = 0; i < 12; i++) await late({ send: false })
    await database.outbox.updateMany({ data: { released: true } })
    await ringPostOffices(database)
    await until(async () => robots.sentTo(robot).length === 12)
    expect(robots.refused).toEqual([])
  })

  test('beyond it the next waits until the oldest has left the window', () => {
    const paces = [{ most: 20, withinMs: 60_000 }]
    const tried = Array.from({ length: 20 }, (_, i) => 1_000_000 + i * 100)
    expect(turnIn(paces, tried.slice(1), 1_002_000)).toBe(0)
    expect(turnIn(paces, tried, 1_002_000)).toBeGreaterThanOrEqual(58_000)
    expect(turnIn(paces, tried, 1_000_000 + 61_000)).toBe(0)
    expect(turnIn([], tried, 1_002_000)).toBe(0)
  })
})

function clock(hour: number): string {
  return `${String((hour + 48) % 24).padStart(2, '0')}:00`
}

describe('R3.4, SLA 16: whoever is on duty is called first', () => {
  const hour = 3_600_000
  beforeAll(async () => {
    const { id, version, ...plan } = opening().terms.policy
    const definition = JSON.parse(JSON.stringify({ ...plan, nextPersonSeconds: 600 }))
    await database.policy.create({ data: { id, version, name: id, definition, requestKey: id } })
    const manager = { id: 'u-boss', name: 'Wu', role: 'manager', language: 'en', email: 'u-boss@mail.example' }
    await database.user.create({ data: manager })
    const duty = { name: 'Residents', tier: 'resident', timeZone: 'Asia/Shanghai', atLeast: 1 }
    await database.duty.create({ data: { id: 'dut', ...duty, calendar: 'always', workingDays: 'always' } })
  })
  afterEach(() => database.shift.deleteMany())
  afterAll(() => database.duty.deleteMany())

  async function stands(userId: string, more: object = {}): Promise<void> {
    const [from, until] = [new Date(Date.now() - hour), new Date(Date.now() + hour)]
    await database.shift.create({ data: { id: `shf_${++count}`, dutyId: 'dut', userId, from, until, ...more } })
  }

  /** As long as the policy says. */
  const isNext = (name: string) => database.page.updateMany({ where: { target: name }, data: { dueAt: new Date() } })
  const waitOf = async (name: string) => {
    const [page] = await pagesOf(name)
    return page && Math.max(0, Math.round((page.dueAt.getTime() - page.createdAt.getTime()) / 1000))
  }

  test('the rest of the tier after the policy’s minutes, unless somebody has taken it; all are mailed', async () => {
    await stands('u-li')
    const [first, next] = [await channel('u-li', 'wecom'), await channel('u-wang', 'wecom')]
    openOffice()
    const [left, taken] = [await late(), await late()]
    await until(async () => robots.sentTo(first).length === 2 && (await pagesOf(next)).length === 2)
    expect(await waitOf(next)).toBe(600)
    expect(robots.sentTo(next)).toEqual([])
    await until(async () => smtp.sentTo('u-wang@mail.example').length >= 2)
    const record = await database.ticket.findUniqueOrThrow({ where: { id: taken } })
    const mine = { ...(record.record as object), assignee: { id: 'u-li', name: '李静' } }
    await database.ticket.update({ where: { id: taken }, data: { record: mine } })
    await isNext(next)
    await ringPostOffices(database)
    await until(async () => (await pagesOf(next)).every(({ status }) => status !== 'pending'))
    const ended = (await pagesOf(next)).map(({ ticketId, status }) => [ticketId, status])
    expect(Object.fromEntries(ended)).toEqual({ [left]: 'sent', [taken]: 'void' })
  })

  test('a substitute stands in, and whoever is named comes next', async () => {
    const [from, to] = [Date.now() - hour, Date.now() + hour].map((ms) => Math.floor(ms / 1000) + 1)
    const part = {
      userId: 'u-wang',
      from,
      until: (to ?? 0) - 2,
      reason: 'Ill',
      by: { id: 'u-boss', name: 'Wu' },
      at: 0,
    }
    await stands('u-li', { substitutions: [part], standbyId: 'u-boss' })
    const [li, wang, boss] = [
      await channel('u-li', 'wecom'),
      await channel('u-wang', 'wecom'),
      await channel('u-boss', 'wecom'),
    ]
    openOffice()
    await late()
    await until(async () => robots.sentTo(wang).length === 1)
    expect([await waitOf(wang), await waitOf(boss), await waitOf(li)]).toEqual([0, 600, 1200])
  })

  test('what waits for its turn holds up no other page to the same address', async () => {
    await stands('u-li')
    const next = await channel('u-wang', 'wecom')
    openOffice()
    await late()
    await until(async () => (await pagesOf(next)).length === 1)
    await database.shift.deleteMany()
    await stands('u-wang')
    await late()
    await until(async () => robots.sentTo(next).length === 1)
  })

  test('who is on duty and has no channel at this hour is not waited for', async () => {
    await stands('u-li', { standbyId: 'u-boss' })
    const rest = await channel('u-wang', 'wecom')
    openOffice()
    await late()
    await until(async () => robots.sentTo(rest).length === 1)
  })

  test('SLA 20: where nobody is, the whole tier is called at once, and the manager is told', async () => {
    const robots_ = [await channel('u-li', 'wecom'), await channel('u-wang', 'wecom'), await channel('u-boss', 'wecom')]
    const before = smtp.sentTo('u-boss@mail.example').length
    openOffice()
    await late()
    await until(async () => robots_.every((name) => robots.sentTo(name).length === 1))
    await until(async () => smtp.sentTo('u-boss@mail.example').length === before + 1)
    const told = smtp.sentTo('u-boss@mail.example').at(-1)
    expect(JSON.stringify(told)).toContain('Nobody is on duty now for “Residents”')
  })
})
