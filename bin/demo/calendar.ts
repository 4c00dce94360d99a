import { calendars } from '../../demo/calendars.ts'
import { huayueRows, laboratoryRows } from '../../demo/plan-rows.ts'
import type { FaultClass, Kind } from '../../domain/promises/subject.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import { previewClock } from '../../domain/promises/preview.ts'

interface Question {
  says: string
  /** In Shanghai. */
  openedAt: string
  rows: readonly PolicyRow[]
  about: { metric: PolicyRow['metric']; source: string; kind: Kind; class: FaultClass }
}

/** R2.9: dues across the National Day of 2026, with its make-up day, by the demo's own plans and calendars. */
const questions: readonly Question[] = [
  {
    says: 'A general fault: somebody on site within 4 hours, 5×8',
    ...{ openedAt: '2026-09-30T16:30:00+08:00', rows: huayueRows },
    about: { metric: 'arrival', source: 'R2.7', kind: 'incident', class: 'general' },
  },
  {
    says: 'The same, made major: 7×24',
    ...{ openedAt: '2026-09-30T16:30:00+08:00', rows: huayueRows },
    about: { metric: 'arrival', source: 'R2.7', kind: 'incident', class: 'critical' },
  },
  {
    says: 'A question of the laboratory: a clear answer within 1 working day, and Saturday is one',
    ...{ openedAt: '2026-10-09T15:00:00+08:00', rows: laboratoryRows },
    about: { metric: 'answer', source: 'R2.4', kind: 'inquiry', class: 'general' },
  },
  {
    says: 'And, where needed, on site within 2 working days',
    ...{ openedAt: '2026-10-09T15:00:00+08:00', rows: laboratoryRows },
    about: { metric: 'arrival', source: 'R2.4', kind: 'inquiry', class: 'general' },
  },
]

/** One line a question: when it is asked, what is promised, and by when that is due, in Shanghai. */
export function calendarStory(): string {
  return questions.map(lineOf).join('\n')
}

function lineOf({ says, openedAt, rows, about }: Question): string {
  const { metric, source, kind, class: faultClass } = about
  const row = rows.find(
    (one) =>
      one.metric === metric &&
      one.source === source &&
      (one.kinds ?? [kind]).includes(kind) &&
      (one.classes ?? [faultClass]).includes(faultClass),
  )
  if (row === undefined) throw new Error(`The demo's plans promise no ${metric} by ${source}`)
  const due = previewClock({
    calendar: calendarOf(row),
    target: row.target,
    startedAt: openedAt,
    pauses: [],
    at: openedAt,
  })
  if ('faults' in due) throw new Error(due.faults.map(({ message }) => message).join('; '))
  return `${inShanghai(openedAt)}  ${source}  ${says}: due ${inShanghai(due.dueAt)}`
}

function calendarOf({ calendar }: PolicyRow) {
  if (calendar === 'always') return calendar
  const found = calendars(2026).find(({ id }) => calendar === `${id}@1`)
  if (found === undefined) throw new Error(`The demo has no calendar ${calendar}`)
  return found.definition
}

const shanghai = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Asia/Shanghai', weekday: 'short', day: '2-digit', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
})

function inShanghai(iso: string): string {
  return shanghai.format(new Date(iso)).replace(',', '')
}
