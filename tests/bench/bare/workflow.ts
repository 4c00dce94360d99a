import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow'
import type { BareActivities } from './activities.ts'

const { write } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5 s' })

export const step = defineUpdate<{ version: number }, [body: string]>('step')

/**
 * The least that a ticket could be on this engine: each act an update, each update recorded in one row before it is
 * answered. Like a ticket it goes on waiting after its last act.
 */
export async function bare(id: string): Promise<void> {
  let version = 0
  setHandler(step, async (body) => {
    version++
    await write({ id, version, body })
    return { version }
  })
  await condition(() => false)
}
