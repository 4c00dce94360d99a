import { type BusinessCalendar, checkCalendar, coverageOf, type Fault } from '../time/business-calendar.ts'
import { fromIso, type Instant, type Interval, secondsPerDay, toIso } from '../time/instant.ts'
import { dueAt, elapsed, type Target, targetSeconds, type WorkingTime } from '../time/working-time.ts'

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

const earliest = '1970-01-01T00:00:00Z'
const latest = '2200-01-01T00:00:00Z'
/** A calendar that has not held the target by then never will. */
const patience = 30 * 366 * secondsPerDay
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
  const wrong = fields.filter(
    ([, text]) => !(Date.parse(text) >= Date.parse(earliest) && Date.parse(text) <= Date.parse(latest)),
  )
  const reversed = pauses.flatMap(({ from, to }, i): Fault[] =>
    Date.parse(from) > Date.parse(to) ? [{ path: ['pauses', i, 'to'], message: 'Ends before it begins' }] : [],
  )
  return [
    ...wrong.map(([path]) => ({ path, message: `Not an instant between ${earliest} and ${latest}` })),
    ...reversed,
  ]
}

type Computed = { time: WorkingTime; due: Instant; allowed: number }

/** Looks further and further ahead until the due instant is found. */
function compute(
  calendar: BusinessCalendar | 'always',
  target: Target,
  startedAt: Instant,
  pauses: readonly Interval[],
  at: Instant,
): Computed | Refusal {
  const known = Math.max(startedAt, at, ...pauses.map(([, to]) => to))
  const furthest = known + patience
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
        faults: [{ path: ['target', 'amount'], message: 'More working time than the calendar holds in 30 years' }],
      }
    }
  }
}

function windowCount({ week, overrides }: BusinessCalendar, from: Instant, until: Instant): number {
  const busiest = [...Object.values(week), ...overrides.map(({ windows }) => windows)].map(({ length }) => length)
  return (Math.max(...busiest) * (until - from)) / secondsPerDay
}
