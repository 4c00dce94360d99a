import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { msToTs } from '@temporalio/common/lib/time.js'
import { wakeRotas } from '../../activities/watch/rotas.ts'
import { moveInHistory } from '../../engine/clock-moves.ts'
import { readHistory } from '../../engine/history.ts'
import { wakeRota } from '../../engine/rotas.ts'
import { rotaId } from '../../workflows/messages/rota.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { days, hours } from '../support/time/amounts.ts'
import { until } from '../support/time/until.ts'

let desk: ServiceDesk
const as = 'manager'

beforeAll(async () => {
  desk = await ServiceDesk.start()
}, 60_000)
afterAll(() => desk.close())

interface Made {
  id: string
  revision: number
  items: Made[]
}

const processOf = (dutyId: string) => rotaId(desk.config.temporal.taskQueue, dutyId)
const dutyOf = (id: string) => desk.database.duty.findUniqueOrThrow({ where: { id } })
const mails = () => desk.smtp.sentTo('manager@people.example')
const toldOf = (duty: string) => mails().filter(({ parsed }) => parsed.subject?.includes(duty))

async function newDuty(): Promise<{ id: string; name: string }> {
  const name = `Night ${randomUUID().slice(0, 8)}`
  const duty = { name, tier: 'resident', timeZone: 'Asia/Shanghai' }
  return { id: (await desk.post<Made>('/v1/duties', duty, { as })).body.id, name }
}

/** Somebody stands from so many seconds from now to so many. */
async function stands(dutyId: string, userId: string, from: number, to: number): Promise<void> {
  const at = (seconds: number) => new Date(Math.floor(Date.now() / 1000 + seconds) * 1000)
  await desk.database.$transaction([
    desk.database.shift.create({ data: { id: randomUUID(), dutyId, userId, from: at(from), until: at(to) } }),
    desk.database.duty.update({ where: { id: dutyId }, data: { changes: { increment: 1 } } }),
  ])
}

/** All that was written of it has been looked at. */
async function lookedAt(dutyId: string): Promise<Date> {
  await until(async () => {
    const { seen, changes } = await dutyOf(dutyId)
    return seen === changes
  })
  return (await dutyOf(dutyId)).lookAt ?? new Date(0)
}

async function wake(duty: { id: string; name: string }): Promise<Date> {
  await wakeRota(desk.client, desk.config.temporal.taskQueue, duty)
  return lookedAt(duty.id)
}

/** Lets the process's own time pass. */
async function pass(dutyId: string, seconds: number): Promise<void> {
  const { client } = desk
  const id = randomUUID()
  const fastForwardConfig = { id, duration: msToTs(seconds * 1000) }
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: processOf(dutyId) },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig } },
    updateMask: { paths: ['time_skipping_config'] },
    identity: client.options.identity,
  })
  await until(async () => (await moveInHistory(client, processOf(dutyId), id)) === 'arrived')
}

describe('R3.4: a gap ahead is told to the manager a working day before', () => {
  test('once, by a process that sleeps until then and asks for nothing in between; a rota that is filled is told of no more', async () => {
    const duty = await newDuty()
    await until(async () => toldOf(duty.name).length === 1)
    // Nobody is set down: told at once, and not again while it stays so.
    await wake(duty)
    await stands(duty.id, 'engineer', -hours(1), days(5))
    const lookAt = await wake(duty)
    expect(Math.round((lookAt.getTime() - Date.now()) / 1000 / hours(1))).toBe(96)
    expect(toldOf(duty.name)).toHaveLength(1)
    await pass(duty.id, days(3))
    expect(toldOf(duty.name)).toHaveLength(1)
    await pass(duty.id, days(2) - hours(12))
    await until(async () => toldOf(duty.name).length === 2)
    await wake(duty)
    const page = await readHistory(desk.client, processOf(duty.id), 200)
    const summaries = page?.events.flatMap(({ summary }) => summary ?? []) ?? []
    // Whoever reads the engine's page reads what was done.
    expect(summaries.filter((one) => one.startsWith('Tells the managers of a gap from'))).toHaveLength(2)
    expect(page?.events.filter(({ type }) => type === 'TimerFired')).toHaveLength(1)
    expect(toldOf(duty.name)).toHaveLength(2)
  })

  test('and a handover that nobody has confirmed, half an hour after the shift', async () => {
    const duty = await newDuty()
    await stands(duty.id, 'engineer', -hours(1), hours(1))
    await stands(duty.id, 'senior', hours(1), days(13))
    await stands(duty.id, 'headquarters', days(13), days(26))
    const lookAt = await wake(duty)
    expect(Math.round((lookAt.getTime() - Date.now()) / 60_000)).toBe(90)
    const before = toldOf(duty.name).length
    await pass(duty.id, hours(2))
    await until(async () => toldOf(duty.name).length === before + 1)
    expect(toldOf(duty.name).at(-1)?.parsed.subject).toContain('handover')
  })
})

describe('SLA 20: no rota is forgotten', () => {
  const watched = () => wakeRotas(desk.database, { wakeRota: async (duty) => void woken.push(duty.id) }, Date.now())
  const woken: string[] = []

  test('what was written and not said, and a process that is gone, are made up for by the watch', async () => {
    const duty = await newDuty()
    await lookedAt(duty.id)
    woken.length = 0
    await watched()
    expect(woken).not.toContain(duty.id)
    await stands(duty.id, 'engineer', -hours(1), days(5))
    await watched()
    expect(woken).toContain(duty.id)
    await desk.client.workflow.getHandle(processOf(duty.id)).terminate('For a test')
    woken.length = 0
    await desk.database.duty.update({
      where: { id: duty.id },
      data: { seen: (await dutyOf(duty.id)).changes, lookAt: new Date(Date.now() - 120_000) },
    })
    await watched()
    expect(woken).toContain(duty.id)
    // It is started anew.
    const late = await dutyOf(duty.id)
    await wake(duty)
    await until(async () => (await dutyOf(duty.id)).lookAt?.getTime() !== late.lookAt?.getTime())
  })

  test('the process of a duty that is retired ends, and begins again with it', async () => {
    const duty = await newDuty()
    await lookedAt(duty.id)
    const ask = (method: string, revision: number) =>
      desk.ask(method, `/v1/duties/${duty.id}/retirement`, undefined, {
        ...{ as, headers: { 'if-match': `"${revision}"` } },
      })
    const statusOf = async () => (await desk.client.workflow.getHandle(processOf(duty.id)).describe()).status.name
    expect((await ask('POST', 1)).status).toBe(200)
    await until(async () => (await statusOf()) === 'COMPLETED')
    expect((await ask('DELETE', 2)).status).toBe(200)
    await until(async () => (await statusOf()) === 'RUNNING')
  })
})
