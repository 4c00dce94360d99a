import { type BusinessCalendar, dayNumber, windowsByDay } from './business-calendar.ts'
import { type Interval, latest, secondsPerDay } from './instant.ts'
import { unite } from './intervals.ts'
import { longestDays } from './reach.ts'
import { type Target, targetInSeconds } from './working-time.ts'

/** How fast a calendar fills a target, at the slowest anchor: before the holidays, at the end of the last window. */
export interface Pace {
  /** Within how many days a promise made at any instant falls due; undefined when that is not within ten years. */
  daysUntil(target: Target): number | undefined
  /** The working seconds, and the working days, that ten years hold wherever they begin. */
  mostSeconds: number
  mostDays: number
}

/** Local days are summed up, without the hours that clocks skip: what these may cost is added to the target. */
export function paceOf(calendar: BusinessCalendar): Pace {
  const days = summed(calendar)
  const lost = lostPerTurn(days)
  const reach = (sums: Float64Array, needed: number, perTurn: number) => {
    const first = slowest(days.anchors, sums, needed)
    if (first === undefined) return undefined
    // One change of the clocks a year skips an hour or two; some zones have made two.
    const turns = 2 * Math.ceil(first / 365)
    const all = slowest(days.anchors, sums, needed + turns * perTurn)
    return all !== undefined && all + edgeDays <= longestDays ? all + edgeDays : undefined
  }
  const most = (sums: Float64Array, perTurn: number) => Math.max(0, least(days.anchors, sums) - 22 * perTurn)
  return {
    daysUntil: (target) =>
      target.unit === 'workingDays'
        ? // Counted from the first working day at or after the anchor.
          reach(days.working, target.amount + 1, lost.days)
        : reach(days.seconds, targetInSeconds(target), lost.seconds),
    mostSeconds: most(days.seconds, lost.seconds),
    mostDays: Math.max(0, most(days.working, lost.days) - 1),
  }
}

/** The anchor's own day, and what a window that crosses midnight adds to the last. */
const edgeDays = 2

interface Days {
  /** How many of the days, from the first on, are looked at as anchors: what follows the last is like any other week. */
  anchors: number
  /** At each index what the days before it held. */
  seconds: Float64Array
  working: Float64Array
  /** What the days hold that hold anything. */
  held: Set<number>
}

function summed(calendar: BusinessCalendar): Days {
  const special = calendar.overrides.map(({ date }) => dayNumber(date)).filter((day) => day >= 0 && day <= lastDay)
  const from = special.length === 0 ? 0 : Math.min(...special) - longestDays - 7
  const anchors = special.length === 0 ? 7 : Math.max(...special) + 7 - from
  const heldBy = dayFigures(calendar, new Set(special))
  const seconds = new Float64Array(anchors + longestDays + 1)
  const working = new Float64Array(seconds.length)
  const held = new Set<number>()
  for (let i = 0; i + 1 < seconds.length; i++) {
    const day = heldBy(from + i)
    seconds[i + 1] = (seconds[i] ?? 0) + day.seconds
    working[i + 1] = (working[i] ?? 0) + (day.works ? 1 : 0)
    if (day.seconds > 0) held.add(day.seconds)
  }
  return { anchors, seconds, working, held }
}

const lastDay = latest / secondsPerDay

/** The working seconds between two midnights, and whether any of them is the day's own, not the end of the day before. */
function dayFigures(calendar: BusinessCalendar, special: Set<number>) {
  const windowsOn = windowsByDay(calendar)
  const figures = (day: number) => {
    const spilt = unite(windowsOn(day - 1).map(([from, to]) => [from - secondsPerDay, to - secondsPerDay]))
    const own = windowsOn(day)
    return {
      seconds: withinDay([...spilt, ...own]),
      works: own.some(([, to]) => to > secondsPerDay) || withinDay([...spilt, ...own]) > withinDay(spilt),
    }
  }
  const ordinary = [0, 1, 2, 3, 4, 5, 6].map((weekday) => figures(weekday - 7_000_000))
  return (day: number) =>
    special.has(day) || special.has(day - 1) ? figures(day) : (ordinary.at(day % 7) as ReturnType<typeof figures>)
}

function withinDay(windows: readonly Interval[]): number {
  return unite(windows).reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, secondsPerDay) - Math.max(from, 0)),
    0,
  )
}

/** The most days after an anchor's own until they hold so much; undefined when ten years do not. */
function slowest(anchors: number, sums: Float64Array, needed: number): number | undefined {
  let most = 0
  for (let anchor = 0, end = 1; anchor < anchors; anchor++) {
    while (end < sums.length && (sums[end] ?? 0) - (sums[anchor + 1] ?? 0) < needed) end++
    if (end === sums.length) return undefined
    most = Math.max(most, end - 1 - anchor)
  }
  return most
}

/** What ten years hold at least. */
function least(anchors: number, sums: Float64Array): number {
  let fewest = Number.POSITIVE_INFINITY
  for (let anchor = 0; anchor < anchors; anchor++) {
    fewest = Math.min(fewest, (sums[anchor + 1 + longestDays - edgeDays] ?? 0) - (sums[anchor + 1] ?? 0))
  }
  return fewest
}

/** What one change of the clocks can take away: at most two hours, and a whole day's windows if they are no longer. */
function lostPerTurn({ held }: Days): { seconds: number; days: number } {
  const all = [...held]
  const hours = 2 * 3600
  return { seconds: Math.min(hours, Math.max(0, ...all)), days: all.some((seconds) => seconds <= hours) ? 1 : 0 }
}
