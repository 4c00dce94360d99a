import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { alter } from '../support/stack/database.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { manager, resident } from '../support/ticket/people.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { foldOf, WorkflowDesk } from '../support/desk/workflow-desk.ts'
import { until } from '../support/time/until.ts'

const alarms: object[] = []
let desk: WorkflowDesk
beforeAll(async () => {
  desk = await WorkflowDesk.start()
  await desk.stopWorker()
  await desk.startWorker({ alarms })
})
afterAll(() => desk.close())

const alarmsOf = (ticketId: string) => alarms.filter((alarm) => 'ticketId' in alarm && alarm.ticketId === ticketId)

describe('What the database refuses by its content (H4)', () => {
  test('alarms, shows on the ticket, holds further acts, does not spin, and heals by itself when it is mended', async () => {
    const id = await answered()
    await alter(
      desk.config.database.url,
      `ALTER TABLE "TicketEvent" ADD CONSTRAINT "refused" CHECK ("data"->>'text' IS DISTINCT FROM 'refused')`,
    )
    const asked = desk.act(id, 'note', { text: 'refused' }, resident, 'the-key')
    await until(async () => (await desk.row(id)).stuckSince !== null)
    expect(alarmsOf(id)).toMatchObject([{ level: 50, because: '23514', versions: [expect.stringContaining('noted')] }])
    await expect(desk.act(id, 'note', { text: 'another' }, resident)).rejects.toMatchObject({
      refusal: { refused: 'busy' },
    })
    expect(await asked).toBe('unknown')
    await sleep(3000)
    expect(alarmsOf(id)).toHaveLength(1)
    await alter(desk.config.database.url, `ALTER TABLE "TicketEvent" DROP CONSTRAINT "refused"`)
    await desk.pass(id, minutes(1))
    expect((await desk.row(id)).stuckSince).toBeNull()
    // The same request once more finds what became of it.
    expect(await desk.act(id, 'note', { text: 'refused' }, resident, 'the-key')).toBe('recorded')
    expect(await desk.act(id, 'note', { text: 'another' }, resident)).toBe('recorded')
    expect((await desk.eventTypes(id)).filter((type) => type === 'noted')).toHaveLength(2)
    expect(await foldOf(desk, id)).toEqual((await desk.progress(id)).state)
  })

  test('so does a date that no column holds, and its process lives on', async () => {
    const id = await answered()
    const asked = desk.act(id, 'retarget', { ...dueIn(days(3_000_000)), reason: 'x' }, manager)
    await until(async () => (await desk.row(id)).stuckSince !== null)
    expect(alarmsOf(id)).toMatchObject([{ level: 50, because: '22009' }])
    await asked
    const process = desk.client.workflow.getHandle(`ticket/${id}`)
    expect((await process.describe()).status.name).toBe('RUNNING')
    const { currentDetails } = await process.query<{ currentDetails: string }>('__temporal_workflow_metadata')
    expect(currentDetails).toContain('the database refuses')
  })
})

/** What the API would refuse (H3): a promise of the ticket's that falls due so many seconds after its opening. */
function dueIn(seconds: number) {
  const policy = { ...generalPolicy, rows: [row('resolution', seconds / hours(1))] }
  return { terms: opening({}, policy).terms, coverage: {} }
}

async function answered(): Promise<string> {
  const id = await desk.open()
  await desk.act(id, 'respond', { message: '正在处理', channel: 'phone' }, resident)
  await desk.settled(id)
  return id
}
