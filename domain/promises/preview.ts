import { type BusinessCalendar, checkCalendar, coverageOf, type Fault } from '../time/business-calendar.ts'
import { earliest, fromIso, type Instant, type Interval, latest, secondsPerDay, toIso } from '../time/instant.ts'
import { longestDays } from '../time/reach.ts'
import { dueAt, elapsed, type Target, targetSeconds, type WorkingTime } from '../time/working-time.ts'
import { unkeepable } from './bounds.ts'

/** One clock without a ticket; instants are ISO strings, fractions of a second are dropped. */
export interface PreviewInput {
  calendar: BusinessCalendar | 'always'
  target: Target
  startedAt: string
  pauses: { from: string; to: string }[]
  at: string
}

/** `dueAt` in UTC; `remainingSeconds` is negative when late; `percent` is rounded down to two decimals. */
export interface Preview {
  dueAt: string
  elapsedSeconds: number
  remainingSeconds: number
  percent: number
  breached: boolean
}

export interface Refusal {
  faults: Fault[]
}

/** Computes the clock as a ticket would (SLA 2-4, 17), or says what is wrong with each field. */
export function previewClock(input: PreviewInput): Preview | Refusal {
  const faults = [...calendarFaults(input.calendar), ...instantFaults(input)]
  if (faults.length > 0) return { faults }
  const refused = unkeepable([{ path: [], calendar: input.calendar, target: input.target }])
  if (refused.length > 0) return { faults: refused }
  const startedAt = fromIso(input.startedAt)
  const at = fromIso(input.at)
  const pauses = input.pauses.map(({ from, to }): Interval => [fromIso(from), fromIso(to)])
  const computed = compute(input.calendar, input.target, startedAt, pauses, at)
  if ('faults' in computed) return computed
  const { time, due, allowed } = computed
  const used = elapsed(time, startedAt, pauses, at)
  return {
    dueAt: toIso(due),
    elapsedSeconds: used,
    remainingSeconds: allowed - used,
    percent: Math.floor((used * 10_000) / allowed) / 100,
    breached: at > due,
  }
}

/** Two hundred years of five windows a day: what one request may cost. */
const mostWindows = 400_000

function calendarFaults(calendar: BusinessCalendar | 'always'): Fault[] {
  if (calendar === 'always') return []
  return checkCalendar(calendar).map(({ path, message }) => ({ path: ['calendar', ...path], message }))
}

function instantFaults({ startedAt, pauses, at }: PreviewInput): Fault[] {
  const fields: [path: Fault['path'], text: string][] = [
    [['startedAt'], startedAt],
    [['at'], at],
    ...pauses.flatMap(({ from, to }, i): [Fault['path'], string][] => [
      [['pauses', i, 'from'], from],
      [['pauses', i, 'to'], to],
    ]),
  ]
  const wrong = fields.filter(([, text]) => !(Date.parse(text) >= earliest * 1000 && Date.parse(text) <= latest * 1000))
  const reversed = pauses.flatMap(({ from, to }, i): Fault[] =>
    Date.parse(from) > Date.parse(to) ? [{ path: ['pauses', i, 'to'], message: 'Ends before it begins' }] : [],
  )
  return [
    ...wrong.map(([path]) => ({ path, message: `Not an instant between ${toIso(earliest)} and ${toIso(latest)}` })),
    ...reversed,
  ]
}

type Computed = { time: WorkingTime; due: Instant; allowed: number }

/** Looks further and further ahead until the due instant is found: that it is near was asked before. */
function compute(
  calendar: BusinessCalendar | 'always',
  target: Target,
  startedAt: Instant,
  pauses: readonly Interval[],
  at: Instant,
): Computed | Refusal {
  const known = Math.max(startedAt, at, ...pauses.map(([, to]) => to))
  const furthest = Math.min(known + longestDays * secondsPerDay, latest)
  for (let ahead = known - startedAt + 60 * secondsPerDay; ; ahead *= 2) {
    const until = Math.min(startedAt + ahead, furthest)
    if (calendar !== 'always' && windowCount(calendar, startedAt, until) > mostWindows) {
      return { faults: [{ path: ['calendar'], message: 'Too many windows for so long a time' }] }
    }
    const time = calendar === 'always' ? calendar : coverageOf(calendar, startedAt, until)
    const due = dueAt(time, target, startedAt, pauses)
    const allowed = targetSeconds(time, target, startedAt)
    if (due !== undefined && allowed !== undefined && due <= furthest) return { time, due, allowed }
    if (calendar === 'always' || until === furthest) {
      return {
        faults: [{ path: ['target', 'amount'], message: `Not due before ${toIso(furthest)}` }],
      }
    }
  }
}

function windowCount({ week, overrides }: BusinessCalendar, from: Instant, until: Instant): number {
  const busiest = [...Object.values(week), ...overrides.map(({ windows }) => windows)].map(({ length }) => length)
  return (Math.max(...busiest) * (until - from)) / secondsPerDay
}
