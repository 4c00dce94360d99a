import { type Verdict, weighed } from '../promises/choice.ts'
import {
  type Clock,
  clockId,
  type ClockTerms,
  closedPausesOf,
  dueOf,
  elapsedOf,
  openPauseOf,
  targetSecondsOf,
} from '../promises/clock.ts'
import type { ClockChange } from '../promises/clock-change.ts'
import type { PauseReason } from '../promises/facts.ts'
import { type Owed, owedBy, standstillsOf } from '../promises/owed.ts'
import type { PolicyRow } from '../promises/policy.ts'
import { type About, periodAt } from '../promises/subject.ts'
import { countedIntervals } from '../time/counted.ts'
import { type Instant, type Interval, isoOrNull, toIso } from '../time/instant.ts'
import { workingTimeOf } from '../time/working-time.ts'
import type { TicketEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { aboutOf, pausable } from './promises.ts'
import { clockRecordOf } from './record.ts'
import type { TicketState } from './state.ts'

/** A clock with all that it follows from, so that somebody who was not there can reckon it again. Instants are ISO, UTC. */
export type ExplainedClock = ReturnType<typeof explained>

/** A clock was made, or put on other terms: by which of the rows that could have held. */
interface Choice {
  version: number
  at: string
  because: TicketEvent['type']
  policy: { id: string; version: number }
  about: Omit<About, 'importantPeriods'> & { importantPeriod: string | null }
  /** What it was put on: those of the row that won, unless the customer chose a later time, or a person promised it. */
  terms: Pick<ClockTerms, 'target' | 'calendar' | 'source'>
  rows: WeighedRow[]
}

interface WeighedRow {
  row: PolicyRow
  countsFrom: string
  /** If nothing paused it; null past the known calendar. */
  dueAt: string | null
  verdict: Verdict
}

/** What was done to a clock, by which event. */
interface Happened {
  version: number
  at: string
  event: TicketEvent['type']
  by: string
  did: ClockChange['do']
}

/** From the events alone, which hold the plan and the working time as they were: nothing is looked up that may have changed since. */
export function explainClocks(events: readonly TicketEvent[], at: Instant): ExplainedClock[] {
  const choices = new Map<string, Choice[]>()
  let state: TicketState | undefined
  for (const event of events) {
    const before = state
    state = evolve(before, event)
    for (const clock of state.clocks) {
      if (before?.clocks.find(({ id }) => id === clock.id)?.revision === clock.revision) continue
      choices.set(clock.id, [...(choices.get(clock.id) ?? []), choiceOf(state, event, clock)])
    }
  }
  const known = state
  return known?.clocks.map((clock) => explained(known, clock, choices.get(clock.id) ?? [], { events, at })) ?? []
}

function choiceOf(state: TicketState, { version, at, type }: TicketEvent, clock: Clock): Choice {
  const { policy } = state.terms
  const { importantPeriods, ...about } = aboutOf(state)
  const period = periodAt({ importantPeriods }, clock.startedAt)
  return {
    version,
    at: toIso(at),
    because: type,
    policy: { id: policy.id, version: policy.version },
    about: { ...about, importantPeriod: period?.name ?? null },
    terms: { target: clock.target, calendar: clock.calendar, source: clock.source },
    rows: rowsFor(state, clock),
  }
}

function rowsFor(state: TicketState, { id, internal: ours }: Clock): WeighedRow[] {
  const internal: boolean = ours ?? false
  const owed = owedBy(state).find((one) => clockId(one, internal) === id)
  if (owed === undefined || owed.promisedFor !== undefined) return []
  return weighed(state.terms.policy, { ...owed, internal }, aboutOf(state), state.coverage).map(
    ({ row, from, dueAt, verdict }) => ({ row, countsFrom: toIso(from), dueAt: isoOrNull(dueAt), verdict }),
  )
}

/** More of them than anybody reckons with. */
const mostIntervals = 500

function explained(
  state: TicketState,
  clock: Clock,
  choices: Choice[],
  { events, at }: { events: readonly TicketEvent[]; at: Instant },
) {
  const { coverage, terms } = state
  const due = dueOf(clock, coverage)
  const until = due ?? openPauseOf(clock)?.from ?? Math.max(at, clock.startedAt)
  const counted = countedIntervals(
    workingTimeOf(clock.calendar, coverage),
    clock.startedAt,
    closedPausesOf(clock),
    until,
  )
  const { metric, startedAt: from, stop } = clock
  const elapsed = elapsedOf(clock, coverage, at)
  const target = targetSecondsOf(clock, coverage)
  return {
    ...clockRecordOf(state, clock),
    madeAt: toIso(clock.madeAt),
    choices,
    mayWaitFor: waitsAllowed(terms, metric),
    standstills: standstillsOf(state, { metric, from, ...(stop && { stop }) }).map(({ because, ...pause }) => ({
      because,
      from: toIso(pause.from),
      to: isoOrNull(pause.to),
    })),
    workingIntervals: counted.slice(0, mostIntervals).map(intervalShown),
    workingIntervalsLeftOut: Math.max(0, counted.length - mostIntervals),
    elapsedSecondsNow: elapsed,
    remainingSeconds: target === undefined ? null : target - elapsed,
    happened: events.flatMap((event) => happenedIn(event, clock.id)),
  }
}

/** SLA 10: the reasons for which the contract lets this clock stop. */
function waitsAllowed(terms: TicketState['terms'], metric: Owed['metric']): PauseReason[] {
  const reasons = terms.pauseRules.map(({ reason }) => reason)
  return reasons.filter((reason) => pausable(terms, reason).some((one) => one === metric))
}

function intervalShown([from, to]: Interval) {
  return { from: toIso(from), to: toIso(to), seconds: to - from }
}

function happenedIn({ version, at, type, actor, clocks }: TicketEvent, id: string): Happened[] {
  return clocks
    .filter((change) => change.id === id)
    .map((change) => ({ version, at: toIso(at), event: type, by: actor.name, did: change.do }))
}
