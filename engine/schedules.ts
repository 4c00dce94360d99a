import { createHash } from 'node:crypto'
import { Client, Connection, ScheduleAlreadyRunning, type ScheduleOptions, type ScheduleSpec } from '@temporalio/client'
import type { Duration } from '@temporalio/common'
import { cleanUpWorkflow, watchWorkflow } from '../workflows/messages/schedules.ts'
import type { EngineAddress } from './address.ts'

/** A workflow that starts by itself. */
export interface Routine {
  name: string
  workflow: string
  /** For whoever reads the engine's page. */
  summary: string
  /** When, in UTC. */
  spec: ScheduleSpec
  /** How late a start may still be made up for after an outage of the engine. */
  catchupWindow: Duration
}

const routines: Routine[] = [
  {
    name: 'clean-up',
    workflow: cleanUpWorkflow,
    summary: 'Deletes what has outlived its use',
    // 02:30 in China, when few customers ask for anything.
    spec: { calendars: [{ hour: 18, minute: 30 }] },
    // An office whose machine is off at night has it in the morning, once, however many nights it missed.
    catchupWindow: '1 day',
  },
  {
    name: 'watch',
    workflow: watchWorkflow,
    summary: 'Sees to it that every open ticket has its process',
    spec: { intervals: [{ every: '5 minutes' }] },
    catchupWindow: '1 minute',
  },
]

/** Makes the schedules of all routines as the code has them; doing it again changes nothing. */
export async function ensureSchedules({ address, namespace, tls, apiKey, taskQueue }: EngineAddress): Promise<void> {
  const connection = await Connection.connect({ address, tls, apiKey })
  try {
    const client = new Client({ connection, namespace })
    for (const routine of routines) await ensureSchedule(client, taskQueue, routine)
  } finally {
    await connection.close()
  }
}

/** Two services on one engine have a queue each, and a schedule each. */
export const scheduleIdOf = (taskQueue: string, { name }: Pick<Routine, 'name'>) => `${taskQueue}/${name}`

/**
 * A schedule that stands already is changed only where the code has changed, since a change forgets the starts that are
 * to be made up for. One that somebody paused stays paused.
 */
export async function ensureSchedule(client: Client, taskQueue: string, routine: Routine): Promise<void> {
  const options = optionsOf(taskQueue, routine)
  try {
    await client.schedule.create(options)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    const schedule = client.schedule.getHandle(options.scheduleId)
    const { action } = await schedule.describe()
    if (action.memo?.definition === options.action.memo?.definition) return
    await schedule.update(({ state }) => ({ ...options, state }))
  }
}

function optionsOf(taskQueue: string, routine: Routine) {
  const scheduleId = scheduleIdOf(taskQueue, routine)
  const { workflow, summary, spec, catchupWindow } = routine
  return {
    scheduleId,
    spec: { ...spec, timezone: 'UTC' },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      // The engine adds the instant.
      workflowId: scheduleId,
      taskQueue,
      staticSummary: summary,
      // The engine rewrites a spec, so that two cannot be compared: this is compared in their stead.
      memo: { definition: createHash('sha256').update(JSON.stringify(routine)).digest('hex') },
    },
    // One that fails fails alone: the next is due all the same.
    policies: { overlap: 'SKIP', catchupWindow, pauseOnFailure: false },
  } satisfies ScheduleOptions
}
