import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client, Connection } from '@temporalio/client'
import { ensureSchedule, ensureSchedules, type Routine, scheduleIdOf } from '../../engine/schedules.ts'
import { testStack } from '../support/stack/stack.ts'

let client: Client
const made: string[] = []
beforeAll(async () => {
  const connection = await Connection.connect({ address: testStack().temporalAddress })
  client = new Client({ connection, namespace: 'aftercare' })
})
afterAll(async () => {
  for (const id of made) await client.schedule.getHandle(id).delete()
  await client.connection.close()
})

/** A queue that nobody serves. */
function queue(): string {
  return `nobody-${randomUUID()}`
}

function handleOf(taskQueue: string, name: string) {
  const id = scheduleIdOf(taskQueue, { name })
  made.push(id)
  return client.schedule.getHandle(id)
}

const daily: Routine = {
  name: 'daily',
  workflow: 'nothing',
  summary: 'For a test',
  spec: { calendars: [{ hour: 3, minute: 15 }] },
  catchupWindow: '1 hour',
}

describe('What runs by itself', () => {
  test('is the clean-up, each day at 18:30 UTC; a night without power is made up for once, and a failure stops no later one', async () => {
    const taskQueue = queue()
    const server = { address: testStack().temporalAddress, namespace: 'aftercare', tls: false, taskQueue }
    await ensureSchedules(server)
    await ensureSchedules(server)
    const schedule = await handleOf(taskQueue, 'clean-up').describe()
    const times = schedule.info.nextActionTimes.slice(0, 2).map((at) => at.getTime())
    expect(new Date(times[0] ?? 0).toISOString()).toMatch(/T18:30:00\.000Z$/)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(86_400_000)
    expect(schedule.policies).toEqual({ overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: false })
    expect(schedule.action).toMatchObject({ workflowType: 'cleanUp', taskQueue })
  })

  test('is made once, however many start at once, and left alone while the code says the same', async () => {
    const taskQueue = queue()
    await Promise.all([1, 2, 3].map(() => ensureSchedule(client, taskQueue, daily)))
    expect((await handleOf(taskQueue, 'daily').describe()).info.lastUpdatedAt).toBeUndefined()
  })

  test('follows the code when that changes; what somebody paused stays paused, with its note', async () => {
    const taskQueue = queue()
    const handle = handleOf(taskQueue, 'daily')
    await ensureSchedule(client, taskQueue, daily)
    await handle.pause('Moving house')
    await ensureSchedule(client, taskQueue, { ...daily, spec: { calendars: [{ hour: 4 }] }, catchupWindow: '2 hours' })
    const { state, policies, spec } = await handle.describe()
    expect(state).toMatchObject({ paused: true, note: 'Moving house' })
    expect(policies.catchupWindow).toBe(7_200_000)
    expect(spec.calendars).toMatchObject([{ hour: [{ start: 4 }], minute: [{ start: 0 }] }])
  })
})
