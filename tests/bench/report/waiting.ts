import type { Rest, Restart } from '../lives/waiting.ts'
import { atMost, shown, table, type Verdict } from './table.ts'

export interface Waiting {
  tickets: number
  /** A second, while they were opened. */
  opened: number
  /** Bytes of API and worker before the first was opened, and when all were. */
  memoryBefore: number
  memoryAfter: number
  rest: Rest
  /** Of a promise of a minute that was broken while all wait, in milliseconds. */
  latenessMs: number
  restart: Restart
}

/** So much more memory than with none: the worker keeps 500 tickets at hand, however many wait. */
const mostMemory = 1024

export function waitingVerdicts({ rest, latenessMs, restart }: Waiting): Verdict[] {
  return [
    atMost('Workflow tasks of tickets while they wait', rest.workflowTasks, 0),
    atMost('Memory of API and worker', rest.memory / 2 ** 20, mostMemory, 'MiB'),
    atMost('From what is due to the mail of it', latenessMs / 1000, 2, 's'),
    atMost('From the start of API and worker to the first answer', restart.firstMs / 1000, 10, 's'),
    atMost('The slowest of the answers after it', restart.mostMs / 1000, 10, 's'),
  ]
}

export function waitingTable({ tickets, opened, memoryBefore, memoryAfter, rest, restart }: Waiting): string {
  const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  return table(
    [`${tickets} tickets wait`, ''],
    [
      ['opened', `${shown(opened)} /s`],
      [
        'memory of API and worker before, and when all were open',
        `${mebibytes(memoryBefore)}, ${mebibytes(memoryAfter)}`,
      ],
      ['API and worker ready after their start', `${shown(restart.readyMs / 1000)} s`],
      ...Object.entries(rest.cpu).map(([part, ms]) => [
        `one processor for ${part}, while they wait`,
        `${shown(ms / rest.seconds / 10)} %`,
      ]),
    ],
  )
}
