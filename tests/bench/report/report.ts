import type { HistoryCounts } from '../../support/ticket/history-counts.ts'
import type { Statements } from '../measures/statements.ts'
import type { Spread } from '../measures/stopwatch.ts'
import type { Machine } from '../measures/machine.ts'
import { type Summary, sumOf, type Turn } from './summary.ts'
import { shown, table, verdictTable } from './table.ts'
import { verdictsOn } from './targets.ts'

/** What one life asks of the parts, counted one by one in a lap that is not timed. */
export interface Counts {
  history: HistoryCounts
  /** By database. */
  statements: Statements
}

export interface Result {
  machine: Machine
  options: Record<string, number>
  turns: Turn[]
  /** How long acts take with all clients, and with one. */
  acts: Record<string, Spread>
  oneClient: Record<string, Spread>
  product: Counts
  bare: Counts
  mailsEach: number
  /** Copies of one mail, of all that were sent. */
  repeats: number
  /** Bytes in memory, of API and worker, at the end. */
  memory: number
  /** How often each status was answered. */
  statuses: Record<string, number>
  summary: Summary
}

/** For people. */
export function reportOf(result: Result): string {
  const { machine, options, turns, mailsEach, repeats, memory, statuses, summary } = result
  const spread = (figure: (turn: Turn) => number) => {
    const all = turns.map(figure)
    return `${shown(Math.min(...all))} – ${shown(Math.max(...all))}`
  }
  return [
    `${machine.at}  ${machine.commit}  Node ${machine.node}  ${machine.processors}, load ${machine.load}`,
    Object.entries(options)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    table(
      ['Median of the turns', 'product', 'bare', 'ratio', 'product, of all turns'],
      [
        [
          'lifecycles/s',
          shown(summary.rate),
          shown(summary.bareRate),
          shown(summary.rateRatio),
          spread(({ lives, seconds }) => lives / seconds),
        ],
        [
          '… until the last mail',
          shown(summary.drainedRate),
          '',
          shown(summary.drainedRatio),
          spread(({ lives, drainedSeconds }) => lives / drainedSeconds),
        ],
        [
          'CPU ms of a lifecycle',
          shown(summary.cpuMs),
          shown(summary.bareCpuMs),
          shown(summary.cpuRatio),
          spread(({ lives, cpu }) => sumOf(cpu) / lives),
        ],
        ...partsIn(turns).map((part) => [
          `  ${part}`,
          cpuOf(turns, part, 'cpu'),
          cpuOf(turns, part, 'bareCpu'),
          '',
          '',
        ]),
        ['fixed work, ms', '', '', '', spread(({ paceMs }) => paceMs)],
      ],
    ),
    table(
      ['An act, ms', 'p50', 'p99', 'most', 'one client: p50', 'p99'],
      Object.entries(result.acts).map(([act, { p50, p99, most }]) => {
        const alone = result.oneClient[act]
        return [act, ...[p50, p99, most, alone?.p50, alone?.p99].map((ms) => (ms === undefined ? '' : shown(ms)))]
      }),
    ),
    table(
      ['One life', 'product', 'bare'],
      [
        ...countsOf(result.product.history).map(([name, value], row) => [
          name,
          value,
          countsOf(result.bare.history)[row]?.[1] ?? '',
        ]),
        ...databasesOf(result).map((name) => [
          `statements to ${name}`,
          shown(result.product.statements[name] ?? 0),
          shown(result.bare.statements[name] ?? 0),
        ]),
        ['mails', String(mailsEach), ''],
      ],
    ),
    `Repeated mails: ${repeats}. Memory of API and worker at the end: ${Math.round(memory / 2 ** 20)} MiB. Answers: ${JSON.stringify(statuses)}.`,
    verdictTable(verdictsOn(summary)),
  ].join('\n')
}

const partsIn = (turns: readonly Turn[]) => [
  ...new Set(turns.flatMap((turn) => [...Object.keys(turn.cpu), ...Object.keys(turn.bareCpu)])),
]

function cpuOf(turns: readonly Turn[], part: string, half: 'cpu' | 'bareCpu'): string {
  const all = turns.map((turn) => (turn[half][part] ?? 0) / turn.lives).sort((a, b) => a - b)
  const middle = all[Math.floor(all.length / 2)] ?? 0
  return middle === 0 ? '' : shown(middle)
}

function countsOf(history: HistoryCounts): [string, string][] {
  return [
    ['history events', shown(history.events)],
    ['billed actions', shown(history.actions)],
    ['state transitions', shown(history.stateTransitions)],
    ['workflow tasks', shown(history.workflowTasks)],
    ['bytes of history', shown(history.bytes)],
  ]
}

function databasesOf({ product, bare }: Result): string[] {
  return [...new Set([product, bare].flatMap(({ statements }) => Object.keys(statements)))].sort()
}
