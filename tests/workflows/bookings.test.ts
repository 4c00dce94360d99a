import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { recordActivities } from '../../activities/records/records.ts'
import { freeDisowned } from '../../activities/watch/disowned.ts'
import { record } from '../../domain/ticket/evolve.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { decide } from '../../domain/ticket/verbs/decide.ts'
import { isRefusal } from '../../domain/ticket/refusal.ts'
import { TicketProcesses } from '../../engine/processes.ts'
import { agent, headquarters, resident } from '../support/ticket/people.ts'
import { hours, minutes } from '../support/time/amounts.ts'
import { foldOf, WorkflowDesk } from '../support/desk/workflow-desk.ts'

let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
})
afterAll(() => desk.close())

/** Each test sends somebody of its own. */
const somebody = () => ({ id: randomUUID(), name: '陈浩', tier: 'headquarters' as const })
const at = (hour: number) => Math.floor(Date.now() / 1000) + hours(hour)
const slot = (hour: number) => ({ from: at(hour), until: at(hour + 2) })
const answered = async () => {
  const id = await desk.open()
  await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
  return id
}
const bookedTimes = (engineerId: string) => desk.database.visit.count({ where: { engineerId, booked: true } })

describe('R4.1: two visits of one engineer', () => {
  test('asked for at the same instant: one is recorded, the other refused and told when that is; nothing else is held up', async () => {
    const engineer = somebody()
    const ids = await Promise.all([answered(), answered(), answered(), answered()])
    const acts = await Promise.allSettled([
      ...ids.map((id) => desk.act(id, 'dispatch', { engineer, ...slot(3) }, agent)),
      ...ids.map((id) => desk.act(id, 'note', { text: '同时' }, resident)),
    ])
    const dispatched = acts.slice(0, 4)
    expect(dispatched.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of dispatched) {
      if (one.status === 'fulfilled') continue
      expect(one.reason.refusal).toMatchObject({
        refused: 'notAllowedNow',
        reason: /^\S+ is booked from 20.+Z to 20.+Z: /,
      })
      expect(one.reason.refusal.reason).not.toContain('T-2026')
    }
    expect(acts.slice(4).map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'))
    expect(await bookedTimes(engineer.id)).toBe(1)
    const kinds = await Promise.all(ids.map((id) => desk.eventTypes(id)))
    expect(kinds.flat().filter((type) => type === 'dispatched')).toHaveLength(1)
    for (const id of ids) expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
  })

  test('one after the other do not meet, nor does a visit that is over or called off', async () => {
    const engineer = somebody()
    const [one, other] = await Promise.all([answered(), answered()])
    await desk.act(one, 'dispatch', { engineer, ...slot(3) }, agent)
    const wanted = { engineer, ...slot(4) }
    await expect(desk.act(other, 'dispatch', wanted, agent)).rejects.toMatchObject({ refusal: {} })
    // Half-open: whoever is free at five can be expected at five.
    await desk.act(other, 'dispatch', { engineer, ...slot(5) }, agent)
    await desk.act(other, 'cancelVisit', { visit: 1, reason: '改派' }, agent)
    await desk.act(one, 'cancelVisit', { visit: 1, reason: '改派' }, agent)
    await desk.act(other, 'dispatch', wanted, agent)
    await expect(desk.act(other, 'moveVisit', { visit: 2, ...slot(9), reason: '改期' }, agent)).resolves.toBe(
      'recorded',
    )
    await desk.act(one, 'dispatch', wanted, agent)
    await expect(desk.act(other, 'moveVisit', { visit: 2, ...slot(5), reason: '改期' }, agent)).rejects.toMatchObject({
      refusal: { refused: 'notAllowedNow' },
    })
    // The refused move left the visit, and what is booked for it, as they were.
    expect(await foldOf(desk, other)).toEqual((await desk.progress(other)).state)
    const rows = await desk.database.visit.findMany({ where: { ticketId: other }, orderBy: { n: 'asc' } })
    expect(rows.map(({ n, booked }) => [n, booked])).toEqual([
      [1, false],
      [2, true],
    ])
    expect(rows[1]?.from.getTime()).toBeGreaterThan(at(8) * 1000)
  })

  test('the same request once more is the same dispatch', async () => {
    const engineer = somebody()
    const id = await answered()
    const key = randomUUID()
    const wanted = { engineer, ...slot(3) }
    const both = await Promise.all([
      desk.act(id, 'dispatch', wanted, agent, key),
      desk.act(id, 'dispatch', wanted, agent, key),
    ])
    expect(both).toEqual(['recorded', 'recorded'])
    await desk.act(id, 'dispatch', wanted, agent, key)
    expect(await bookedTimes(engineer.id)).toBe(1)
    expect((await desk.eventTypes(id)).filter((type) => type === 'dispatched')).toHaveLength(1)
  })

  test('a repair frees whoever had not set out', async () => {
    const engineer = somebody()
    const id = await answered()
    await desk.act(id, 'dispatch', { engineer, ...slot(3) }, agent)
    await desk.act(id, 'resolve', { cause: 'x', causeCode: 'data', fix: 'x', verification: 'x' }, resident)
    expect(await bookedTimes(engineer.id)).toBe(0)
  })
})

describe('A worker that is killed', () => {
  test('before the booking is recorded leaves nobody booked; the next one does what was asked, once', async () => {
    const engineer = somebody()
    const id = await answered()
    await desk.stopWorker()
    const key = randomUUID()
    const asked = desk.act(id, 'dispatch', { engineer, ...slot(3) }, agent, key)
    expect(await asked).toBe('unknown')
    expect(await bookedTimes(engineer.id)).toBe(0)
    await desk.startWorker()
    await desk.act(id, 'dispatch', { engineer, ...slot(3) }, agent, key)
    expect(await bookedTimes(engineer.id)).toBe(1)
    expect((await desk.eventTypes(id)).filter((type) => type === 'dispatched')).toHaveLength(1)
  })

  test('after its commit and before history has it: the act, if it comes back, finds its place; else the watch frees the engineer', async () => {
    const engineer = somebody()
    const [lost, redone] = await Promise.all([answered(), answered()])
    await killedAfterCommit(lost, { engineer, ...slot(3) })
    await killedAfterCommit(redone, { engineer, ...slot(6) })
    expect(await bookedTimes(engineer.id)).toBe(2)
    // It comes back: what the dead worker left makes way for the same again.
    await desk.act(redone, 'dispatch', { engineer, ...slot(6) }, agent)
    await desk.act(redone, 'acceptVisit', { visit: 1 }, { ...headquarters, id: engineer.id })
    expect(await freed(0)).toBe(0)
    expect(await freed(minutes(2))).toBe(1)
    expect(await freed(minutes(2))).toBe(0)
    expect(
      await desk.database.visit.findMany({ where: { engineerId: engineer.id }, select: { ticketId: true } }),
    ).toEqual([{ ticketId: redone }])
    const [third] = await Promise.all([answered()])
    await desk.act(third, 'dispatch', { engineer, ...slot(3) }, agent)
    // The ticket itself goes on as its history has it.
    await desk.act(lost, 'note', { text: '继续' }, resident)
    expect(await desk.eventTypes(lost)).toEqual(['opened', 'responded', 'assigned', 'noted'])
    expect(await foldOf(desk, lost)).toEqual((await desk.progress(lost)).state)
  })

  test('after it has moved a visit in the same way: the slot that history knows is booked again', async () => {
    const engineer = somebody()
    const id = await answered()
    await desk.act(id, 'dispatch', { engineer, ...slot(3) }, agent)
    const { from } = await desk.database.visit.findFirstOrThrow({ where: { ticketId: id } })
    await killedAfterCommit(id, { visit: 1, ...slot(20), reason: '改期' }, 'moveVisit')
    expect(await freed(minutes(2))).toBe(1)
    expect(await desk.database.visit.findFirstOrThrow({ where: { ticketId: id } })).toMatchObject({
      from,
      booked: true,
    })
  })
})

/** What a worker writes, and dies before the engine has its task: the database has it, and history never will. */
async function killedAfterCommit(id: string, body: object, verb: 'dispatch' | 'moveVisit' = 'dispatch'): Promise<void> {
  const { state } = await desk.progress(id)
  const now = Math.floor(Date.now() / 1000)
  const drafts = decide(state, verb, body as never, agent, now)
  if (isRefusal(drafts)) throw new Error(drafts.reason)
  const { events, notices, state: after } = record(state, drafts, agent, now)
  const { commitTransition } = recordActivities({
    database: desk.database,
    logger: pino({ level: 'silent' }),
    ring: () => undefined,
  })
  const transition = { events, notices, record: ticketRecordOf(after), fence: Date.now(), books: true as const }
  expect(await commitTransition(transition)).toBeUndefined()
}

/** What the watch does so many seconds from now. */
function freed(seconds: number): Promise<number> {
  const processes = new TicketProcesses(desk.client, desk.config.temporal.taskQueue, 1)
  const deps = { database: desk.database, logger: pino({ level: 'silent' }), processes }
  return freeDisowned(deps, Date.now() + seconds * 1000)
}
