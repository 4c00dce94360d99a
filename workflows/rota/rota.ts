import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { RotaActivities, RotaMailActivities } from '../../activities/index.ts'
import type { Told } from '../../domain/people/rota-outlook.ts'
import { toIso } from '../../domain/time/instant.ts'
import { now } from '../engine/presence.ts'
import { type RotaInput, rotaChanged } from '../messages/rota.ts'
import { mailTaskQueue } from '../messages/task-queues.ts'

/** However long the database or the mail server is away: what is to be told stays to be told. */
const retry = { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' } as const

/**
 * Looks after one duty for as long as it is kept (R3.4): sleeps until somebody is to be told of its rota, or it changes. It
 * asks for nothing in between.
 */
export async function rota({ dutyId, told = { gaps: [], handoversUntil: now() } }: RotaInput): Promise<void> {
  const { lookAtRota } = proxyActivities<RotaActivities>({ startToCloseTimeout: '30 seconds', retry })
  const { tellOfRota } = proxyActivities<RotaMailActivities>({
    taskQueue: mailTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '2 minutes',
    retry,
  })
  let changed = false
  setHandler(rotaChanged, () => {
    changed = true
  })
  let known: Told = told
  for (;;) {
    changed = false
    const at = now()
    const look = await lookAtRota.executeWithOptions({ summary: 'Looks at who stands when' }, [
      { dutyId, at, told: known },
    ])
    if (look === 'retired') {
      setCurrentDetails('The duty is retired: nobody needs to be told of its rota')
      if (changed) continue
      return
    }
    const { tidings, lookAt, says } = look
    if (tidings) await tellOfRota.executeWithOptions({ summary: tidings.says }, [tidings])
    known = look.told
    setCurrentDetails(`${says}\n\nLooks again at ${toIso(lookAt)}, or when the rota changes.`)
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof rota>({ dutyId, told: known })
    const milliseconds = Math.max(1, (lookAt - now()) * 1000)
    await condition(() => changed, milliseconds, { summary: `Looks at the rota again at ${toIso(lookAt)}` })
  }
}
