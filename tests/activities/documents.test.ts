import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { Filing } from '../../activities/documents/filing.ts'
import { recordActivities } from '../../activities/records/records.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { createTypesetter } from '../../platform/typesetting/typesetter.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { readReleased } from '../../store/outbox.ts'
import { pagesOf, textOf } from '../support/documents/pdf-text.ts'
import { openDatabase } from '../support/stack/database.ts'
import { opening } from '../support/ticket/opening.ts'
import { acceptor, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { until } from '../support/time/until.ts'

const typesetter = createTypesetter()
let database: PrismaClient
let close: () => Promise<void>
/** A store that can be down, and what lies in it. */
const stored = new Map<string, Buffer>()
let isDown = false
const files = {
  async put(key: string, bytes: Buffer) {
    if (isDown) throw new Error('The store is down')
    stored.set(key, bytes)
  },
  get: async () => undefined,
}
/** To which version each ticket's process says that it is recorded. */
const recorded = new Map<string, number>()
const processes = { recordedVersion: async (id: string) => recorded.get(id) }
const alarms: object[] = []
const logger = pino({ level: 'warn' }, { write: (line) => alarms.push(JSON.parse(line)) })

beforeAll(async () => {
  ;({ database, close } = await openDatabase(5))
  const { customer } = opening()
  await database.customer.create({ data: { ...customer, timeZone: 'Asia/Shanghai' } })
  const person = { customerId: customer.id, email: 'zhao@mail.example' }
  await database.contact.create({ data: { id: 'c-acceptor', name: '赵敏', language: 'zh-CN', ...person } })
}, 60_000)
afterAll(async () => {
  await typesetter.close()
  await close()
})
afterEach(async () => {
  isDown = false
  stored.clear()
  recorded.clear()
  alarms.length = 0
  await database.dueDocument.deleteMany()
})

let count = 0

/** A ticket that was repaired, and signed where that is asked for, as its process records it: one commit for each act. */
async function repaired({ signed = false, release = true } = {}) {
  const id = `t-document-${++count}`
  const play = new Play('2026-11-27 10:00', opening({ id, number: `T-${id}` })).answered().resolved(resident)
  if (signed) play.after(60).do('signOff', { method: 'signedIn' }, acceptor)
  const transition = { events: play.events, notices: [], record: ticketRecordOf(play.state), fence: 1 }
  await recordActivities({ database, logger, ring: () => undefined }).commitTransition(transition)
  if (release) await readReleased(database, id, play.state.version)
  return { id, version: play.state.version }
}

/** One round of the office: what is due first is made, or put off. */
async function round(given: Partial<ConstructorParameters<typeof Filing>[1]> = {}): Promise<void> {
  let done = false
  const deps = { database, files, typesetter, logger, processes, ...given }
  new Filing({ office: 0, of: 1 }, deps, () => (done = true)).begin()
  await until(async () => done)
}

const due = (ticketId: string) => database.dueDocument.findMany({ where: { ticketId } })
const dueNow = (ticketId: string) =>
  database.dueDocument.updateMany({ where: { ticketId }, data: { dueAt: new Date() } })
const made = (ticketId: string) => database.document.findMany({ where: { ticketId }, orderBy: { version: 'asc' } })

describe('A document that is due', () => {
  test('is made in the language and the zone of its reader, kept by its hash, and struck out', async () => {
    const { id } = await repaired()
    await round()
    const [one, ...others] = await made(id)
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'supportRecord', language: 'zh-CN', timeZone: 'Asia/Shanghai', cycle: 1 })
    const bytes = stored.get(`tickets/${id}/${one?.sha256}`) ?? Buffer.alloc(0)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(one?.sha256)
    expect(bytes.length).toBe(one?.size)
    expect(textOf(bytes)).toContain('支持维护记录')
    expect(pagesOf(bytes)).toBeGreaterThan(0)
    expect(await due(id)).toEqual([])
  })

  test('tells the ticket as it stood then, however late it is made', async () => {
    const { id } = await repaired({ signed: true })
    await round()
    await round()
    const [record, summary] = await made(id)
    expect([record?.kind, summary?.kind]).toEqual(['supportRecord', 'maintenanceSummary'])
    expect(textOf(stored.get(`tickets/${id}/${record?.sha256}`) ?? Buffer.alloc(0))).toContain('待签字的记录')
    expect(textOf(stored.get(`tickets/${id}/${summary?.sha256}`) ?? Buffer.alloc(0))).toContain('已签字的记录')
    expect(record?.recordHash).toBe(summary?.recordHash)
  })

  test('is made once, though whoever made it died before it was struck out', async () => {
    const { id, version } = await repaired()
    const [row] = await due(id)
    await round()
    const [first] = await made(id)
    if (row) await database.dueDocument.create({ data: row })
    stored.clear()
    await dueNow(id)
    await round()
    expect(await made(id)).toEqual([first])
    expect(stored.size).toBe(0)
    expect([await due(id), version]).toEqual([[], first?.version])
  })

  test('is made in both languages where nobody of the customer is known', async () => {
    const contacts = await database.contact.findMany()
    await database.contact.deleteMany()
    const { id } = await repaired()
    await round()
    expect((await made(id)).map(({ language }) => language).sort()).toEqual(['en', 'zh-CN'])
    await database.contact.createMany({ data: contacts })
  })
})

describe('While the store is down', () => {
  test('it waits, ever longer, and is made when the store is back', async () => {
    isDown = true
    const { id } = await repaired()
    const waits: number[] = []
    for (let i = 0; i < 5; i++) {
      await round()
      const [row] = await due(id)
      waits.push((row?.dueAt.getTime() ?? 0) - Date.now())
      expect(row?.attempts).toBe(i + 1)
      await dueNow(id)
    }
    expect(waits[4]).toBeGreaterThan(2 * (waits[0] ?? 0))
    expect(await made(id)).toEqual([])
    // The log alarms once somebody is to look.
    expect(alarms.map((line) => (line as { level: number }).level)).toEqual([40, 40, 40, 40, 50])
    isDown = false
    await round()
    expect(await made(id)).toHaveLength(1)
    expect(await due(id)).toEqual([])
  })

  test('one that cannot be made holds up no other', async () => {
    const [broken, sound] = [await repaired(), await repaired()]
    await database.ticketEvent.deleteMany({ where: { ticketId: broken.id, version: 2 } })
    await round()
    await round()
    expect([(await made(broken.id)).length, (await made(sound.id)).length]).toEqual([0, 1])
  })
})

describe('What history is not known to hold', () => {
  test('is asked of the process, and made once that has recorded it', async () => {
    const { id, version } = await repaired({ release: false })
    await dueNow(id)
    await round()
    expect(await made(id)).toEqual([])
    recorded.set(id, version - 1)
    await dueNow(id)
    await round()
    expect(await made(id)).toEqual([])
    recorded.set(id, version)
    await dueNow(id)
    await round()
    expect(await made(id)).toHaveLength(1)
  })

  test('waits for whoever was answered, who knows it before the process is asked', async () => {
    const { id, version } = await repaired({ release: false })
    const [waiting] = await due(id)
    expect([waiting?.released, (waiting?.dueAt.getTime() ?? 0) > Date.now()]).toEqual([false, true])
    await readReleased(database, id, version)
    const [known] = await due(id)
    expect([known?.released, (known?.dueAt.getTime() ?? 0) <= Date.now()]).toEqual([true, true])
  })

  test('makes way for a later attempt at the same version', async () => {
    const { id, version } = await repaired({ release: false })
    const play = new Play('2026-11-27 10:00', opening({ id, number: `T-${id}` })).answered()
    const again = { events: play.events, notices: [], record: ticketRecordOf(play.state), fence: 2 }
    await recordActivities({ database, logger, ring: () => undefined }).commitTransition(again)
    expect([await due(id), version > play.state.version]).toEqual([[], true])
  })
})
