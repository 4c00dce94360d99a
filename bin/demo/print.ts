import { expected } from './night-ladder.ts'
import { type Clock, type Event, seconds, type Ticket } from './play.ts'

/** `+18:00:00` since the report. */
function since(openedAt: number, iso: string): string {
  const total = Math.round(seconds(iso) - openedAt)
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  return `+${[h, m, s].map((part) => String(part).padStart(2, '0')).join(':')}`
}

export function lineOf({ version, type, at, actor, data }: Event, openedAt: number): string {
  const about = ['clockId', 'to', 'reason', 'solution', 'message'].flatMap((field) =>
    typeof data[field] === 'string' ? [data[field]] : [],
  )
  const who = actor.role === 'clock' ? 'the clock' : actor.name
  return `${since(openedAt, at)}  v${version} ${type}  ${who}${about.length ? `: ${about.join(', ')}` : ''}`
}

export function clocksOf({ clocks, openedAt }: Ticket): string {
  const rows = clocks.map(({ id, source, startedAt, dueAt, state, breached }) => {
    const due = dueAt ? since(seconds(openedAt), dueAt) : '–'
    return `  ${id.padEnd(28)} ${source.padEnd(8)} from ${since(seconds(openedAt), startedAt)}  due ${due}  ${state}${breached ? ', broken' : ''}`
  })
  return ['Clocks:', ...rows].join('\n')
}

/** What the story promises and this ticket does not keep; nothing when all came out to the second. */
export function differences({ clocks }: Ticket): string[] {
  return expected.flatMap(({ clock, seconds: target, state, late }) => {
    const found = clocks.find(({ id }) => id === clock)
    if (found === undefined) return [`${clock}: there is none`]
    const has = timeOf(found)
    return [
      ...(has === target ? [] : [`${clock}: has ${has} s, and not ${target}`]),
      ...(found.breached === late ? [] : [`${clock}: ${late ? 'was not missed' : 'was missed'}`]),
      ...(found.state === state ? [] : [`${clock}: is ${found.state}, and not ${state}`]),
    ]
  })
}

/** Between its beginning and its due, without what it stood still until then. */
function timeOf({ startedAt, dueAt, pauses }: Clock): number {
  if (dueAt === null) return Number.NaN
  const before = pauses.filter(({ from }) => from < dueAt)
  const still = before.reduce((sum, { from, to }) => sum + seconds(to) - seconds(from), 0)
  return seconds(dueAt) - seconds(startedAt) - still
}
