import { staffRoles } from '../../people/roles.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import { notAhead } from './ahead.ts'
import type { Rule } from './rule.ts'

interface PromiseCallBack {
  dueAt: Instant
  message?: string
}

/** Whoever means to call later than this makes a plan, not a promise. */
const longestDays = 31

/**
 * "By three o'clock": whoever says it has promised it, whatever the plan promises. Our next word to the customer keeps it.
 * Another promise neither moves nor keeps it.
 */
export const promiseCallBack: Rule<PromiseCallBack> = {
  who: staffRoles,
  in: ['open', 'in_progress', 'pending'],
  decide(_state, body, _actor, now) {
    const most = { most: longestDays * secondsPerDay, tooFar: `It lies within ${longestDays} days.` }
    return notAhead('by', body.dueAt, now, most) ?? [{ type: 'callBackPromised', data: body }]
  },
}
