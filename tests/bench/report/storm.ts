import type { Storm } from '../lives/storm.ts'
import { atLeast, atMost, shown, table, type Verdict } from './table.ts'

/** Whoever called has a ticket, one, and was told within `mailSeconds`; nobody was answered what cannot be understood. */
export function stormVerdicts(storm: Storm, mailSeconds: number): Verdict[] {
  const { asked, opened, rows, processes, faults, firstMails } = storm
  const exactly = (figure: string, measured: number): Verdict => ({
    ...{ figure, target: `= ${asked}`, measured: String(measured), reached: measured === asked },
  })
  return [
    exactly('Tickets that were answered', opened),
    exactly('Tickets in the database', rows),
    exactly('Processes in the engine', processes),
    atMost('Answers that say no time to come again', faults.length, 0),
    atLeast('Tickets of which somebody was mailed', firstMails.count, asked),
    atMost('Until the first mail of the last', firstMails.most / 1000, mailSeconds, 's'),
  ]
}

export function stormTable({ answers, firstMails }: Storm): string {
  const row = (name: string, { p50, p99, most }: Storm['answers']) => [
    name,
    ...[p50, p99, most].map((ms) => shown(ms / 1000)),
  ]
  return table(
    ['Seconds from the first request', 'p50', 'p99', 'most'],
    [row('to the answer', answers), row('to the first mail', firstMails)],
  )
}
