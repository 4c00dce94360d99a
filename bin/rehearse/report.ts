import Table from 'cli-table3'
import type { Comparison, Verdict } from './compare.ts'
import type { Finding } from './log.ts'
import type { Reading } from './oracle.ts'
import type { Targets } from './options.ts'
import type { Played } from './play.ts'

export interface Outcome {
  /** Incidents in the log; fewer were played when it was interrupted. */
  incidents: number
  played: Played[]
  /** Of reading the log; each incident has its own of being played. */
  findings: Finding[]
  targets: Targets
  verdict: Verdict
}

/** The closing tables, as text. */
export function reportOf({ incidents, played, findings, targets, verdict }: Outcome): string {
  const all = [...findings, ...played.flatMap((one) => one.findings)].sort((a, b) => a.line - b.line)
  const refused = all.filter((finding) => finding.refused)
  const noted = all.filter((finding) => !finding.refused)
  const summary = table(
    [],
    [
      ['Incidents', played.length === incidents ? `${incidents}` : `${played.length} of ${incidents}, interrupted`],
      ['Commands', played.reduce((sum, { commands }) => sum + commands, 0)],
      ['Rows refused', refused.length],
      ['Rows noted', noted.length],
      ...(['response', 'resolution'] as const).map((metric) => [
        `${metric} within ${targets[metric] / 60} min`,
        attainment(played.map((one) => one[metric])),
      ]),
      ['Disagree with the log', verdict.disagree.length],
      [`Within 60 s of the target`, verdict.near.length],
    ],
  )
  return [
    summary,
    listed('Refused rows', ['Incident', 'Line', 'Reason'], refused.map(findingRow)),
    listed('Noted rows', ['Incident', 'Line', 'Reason'], noted.map(findingRow)),
    listed('Within 60 s of the target, where a second decides', comparisonHead, verdict.near.map(comparisonRow)),
    listed('Disagreements', comparisonHead, verdict.disagree.map(comparisonRow)),
  ]
    .filter(Boolean)
    .join('\n')
}

function attainment(readings: (Reading | null)[]): string {
  const stopped = readings.filter((reading) => reading !== null)
  const breached = stopped.filter((reading) => reading.breached).length
  const never = readings.length - stopped.length
  return `${stopped.length - breached} met, ${breached} breached${never ? `, ${never} never stopped` : ''}`
}

function findingRow({ incident, line, reason }: Finding) {
  return [incident, line, reason]
}

const comparisonHead = ['Incident', 'Clock', 'Record', 'Log']

function comparisonRow({ incident, metric, record, log }: Comparison) {
  return [incident, metric, shown(record), shown(log)]
}

function shown(reading: Reading | null): string {
  return reading ? `${reading.elapsedSeconds} s${reading.breached ? ', breached' : ''}` : 'never stopped'
}

const mostRows = 50

function listed(title: string, head: string[], rows: (string | number)[][]): string {
  if (rows.length === 0) return ''
  const more = rows.length > mostRows ? `\n… and ${rows.length - mostRows} more` : ''
  return `\n${title}\n${table(head, rows.slice(0, mostRows))}${more}`
}

/** Without colours, since it may go to a file. */
function table(head: string[], rows: (string | number)[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [] }, wordWrap: true, colWidths: [] })
  drawn.push(...rows)
  return drawn.toString()
}
