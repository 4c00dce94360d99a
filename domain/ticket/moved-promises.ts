import { type Clock, dueIfResumed, dueOf, isSame } from '../promises/clock.ts'
import { type Instant, toIso } from '../time/instant.ts'
import type { Promised } from './events.ts'
import { ofClock } from './promises.ts'
import type { TicketState } from './state.ts'

type Clocks = Pick<TicketState, 'clocks' | 'coverage'>

/** A promise that is made, moved or withdrawn: what stands on one side only is absent on the other. */
export interface Moved {
  before?: Promised
  after?: Promised
  /** What the customer loses by it: a later due, or the promise; undefined for what is no weaker. */
  loses?: string
}

/** SLA 18, 23: what differs between the promises that run now and those that would. */
export function movedPromises(was: Clocks, now: Clocks, at: Instant): Moved[] {
  return now.clocks.flatMap((clock): Moved[] => {
    const known = was.clocks.find(({ id }) => id === clock.id)
    const before = known?.stop ? undefined : known
    const after = clock.stop ? undefined : clock
    if (before === undefined ? after === undefined : after && isSame(before, after)) return []
    const loses = before && !before.internal ? lost(before, after, [was, now], at) : undefined
    return [
      {
        ...(before && { before: promised(before, was) }),
        ...(after && { after: promised(after, now) }),
        ...(loses !== undefined && { loses }),
      },
    ]
  })
}

/** For an event: both sides of what moved, promises of ended clocks left out. */
export function bothSides(moved: readonly Moved[]): { before: Promised[]; after: Promised[] } {
  return { before: moved.flatMap(({ before }) => before ?? []), after: moved.flatMap(({ after }) => after ?? []) }
}

/** R2: by its due, since a higher class is not always the stricter row. What cannot be counted yet is later than what can. */
function lost(before: Clock, after: Clock | undefined, [was, now]: [Clocks, Clocks], at: Instant): string | undefined {
  const name = before.tier ? `${before.metric} of the ${before.tier} tier` : before.metric
  if (after === undefined) return `${name} would be promised no more`
  const [due, later] = [dueIfResumed(before, was.coverage, at), dueIfResumed(after, now.coverage, at)]
  if (later !== undefined && (due === undefined || later <= due)) return undefined
  return `${name} would fall due ${dated(later)} instead of ${dated(due)}`
}

function dated(due: Instant | undefined): string {
  return due === undefined ? 'at an instant that is not known yet' : toIso(due)
}

function promised(clock: Clock, { coverage }: Clocks): Promised {
  const due = dueOf(clock, coverage)
  const { amount, unit } = clock.target
  return { ...ofClock(clock), target: `${amount} ${unit}`, ...(due !== undefined && { dueAt: due }) }
}
