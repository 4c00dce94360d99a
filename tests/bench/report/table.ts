import Table from 'cli-table3'

/** Without colours, since it may go to a file. */
export function table(head: string[], rows: string[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [] }, chars: noLinesBetween })
  drawn.push(...rows)
  return drawn.toString()
}

const noLinesBetween = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

export function shown(figure: number): string {
  if (Number.isInteger(figure)) return String(figure)
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(2)
}

export interface Verdict {
  figure: string
  target: string
  measured: string
  reached: boolean
}

/** A target beside what was measured. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  return table(
    ['To reach', 'target', 'measured', ''],
    verdicts.map(({ figure, target, measured, reached }) => [figure, target, measured, reached ? 'reached' : 'missed']),
  )
}

export function atMost(figure: string, measured: number, most: number, unit = ''): Verdict {
  return { figure, target: `≤ ${most} ${unit}`, measured: `${shown(measured)} ${unit}`, reached: measured <= most }
}

export function atLeast(figure: string, measured: number, least: number, unit = ''): Verdict {
  return { figure, target: `≥ ${least} ${unit}`, measured: `${shown(measured)} ${unit}`, reached: measured >= least }
}
