import type { Tier } from '../people/tiers.ts'
import type { Instant } from '../time/instant.ts'
import { type Breach, type Clock, type ClockTerms, mannerOf, openPauseOf } from './clock.ts'
import type { StopReason } from './facts.ts'
import type { Metric } from './metrics.ts'

/** What an event did to the clocks of its ticket; written with the event, so that the audit says why a clock moved. */
export type ClockChange =
  | { do: 'start'; id: string; metric: Metric; tier?: Tier; cycle: number; at: Instant; terms: ClockTerms }
  | { do: 'pause'; id: string; at: Instant }
  | { do: 'resume'; id: string; at: Instant }
  | { do: 'stop'; id: string; at: Instant; why: StopReason }
  | { do: 'reopen'; id: string; at: Instant }
  | { do: 'retarget'; id: string; at: Instant; terms: ClockTerms }
  | { do: 'reach'; id: string; percent: number }
  | { do: 'breach'; id: string; breach: Breach }
  | { do: 'lapse'; id: string; at: Instant }
  | { do: 'judge'; id: string; at: Instant }

export const clockChanges = [
  ...['start' as const, 'pause' as const, 'resume' as const, 'stop' as const, 'reopen' as const],
  ...['retarget' as const, 'reach' as const, 'breach' as const, 'lapse' as const, 'judge' as const],
] satisfies ClockChange['do'][]

/** In the order of the clocks. */
export function changesBetween(before: readonly Clock[], after: readonly Clock[], at: Instant): ClockChange[] {
  return after.flatMap((clock) => {
    const was = before.find(({ id }) => id === clock.id)
    return was ? changesOf(was, clock, at) : started(clock)
  })
}

function started(clock: Clock): ClockChange[] {
  const { id, metric, tier, cycle, startedAt, stop } = clock
  const start: ClockChange = {
    do: 'start',
    id,
    metric,
    ...(tier && { tier }),
    cycle,
    at: startedAt,
    terms: termsOf(clock),
  }
  if (stop) return [start, { do: 'stop', id, ...stop }]
  const pause = openPauseOf(clock)
  return pause ? [start, { do: 'pause', id, at: pause.from }] : [start]
}

function changesOf(was: Clock, clock: Clock, at: Instant): ClockChange[] {
  const { id, stop, breach, lapsed, infeasible, reached } = clock
  const [wasPaused, paused] = [openPauseOf(was), openPauseOf(clock)]
  const changes: ClockChange[] = []
  if (was.stop && !stop) changes.push({ do: 'reopen', id, at })
  if (clock.revision > was.revision) changes.push({ do: 'retarget', id, at, terms: termsOf(clock) })
  if (wasPaused && !paused) changes.push({ do: 'resume', id, at })
  if (paused && !wasPaused) changes.push({ do: 'pause', id, at: paused.from })
  if (stop && !was.stop) changes.push({ do: 'stop', id, ...stop })
  if (breach && !was.breach) changes.push({ do: 'breach', id, breach })
  if (lapsed && !was.lapsed) changes.push({ do: 'lapse', id, at: lapsed.at })
  if (infeasible !== undefined && was.infeasible === undefined) changes.push({ do: 'judge', id, at: infeasible })
  if (reached > was.reached) changes.push({ do: 'reach', id, percent: reached })
  return changes
}

function termsOf({ target, calendar, anchor, source, internal, ...manner }: ClockTerms): ClockTerms {
  const said = { ...(anchor && { anchor }), ...mannerOf(manner), ...(internal && { internal }) }
  return { target, calendar, source, ...said }
}
