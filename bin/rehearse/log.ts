import type { Priority } from '../../domain/promises/subject.ts'
import type { Channel } from '../../domain/promises/subject.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { CannotRehearse } from './cannot.ts'
import {
  channelOf,
  type Fields,
  formatRead,
  instantOf,
  isState,
  numberOf,
  priorityOf,
  recordsOf,
  type State,
} from './log-fields.ts'

/** One change of an incident. */
export interface Row {
  /** The line of the file, from 1. */
  line: number
  at: Instant
  modCount: number
  state: State
  /** Undefined where the log does not know. */
  priority?: Priority
  assignedTo?: string
}

/** Its rows in the order in which they are played, none before `openedAt`. */
export interface Incident {
  number: string
  openedAt: Instant
  channel: Channel
  rows: Row[]
}

/** What is untidy about a line: refused is what was not played, the rest is only worth knowing. */
export interface Finding {
  incident: string
  line: number
  reason: string
  refused: boolean
}

export interface Log {
  incidents: Incident[]
  findings: Finding[]
}

/** Reads the first `limit` incidents of a log, and says what is wrong with which line. Throws CannotRehearse. */
export function readLog(text: string, limit = Number.POSITIVE_INFINITY): Log {
  const findings: Finding[] = []
  const byNumber = new Map<string, Fields[]>()
  for (const fields of recordsOf(text)) {
    const { number } = fields
    if (number === undefined) {
      findings.push({ incident: '?', line: fields.line, reason: 'it names no incident', refused: true })
    } else {
      const known = byNumber.get(number)
      if (known) known.push(fields)
      else if (byNumber.size < limit) byNumber.set(number, [fields])
    }
  }
  if (byNumber.size === 0) throw new CannotRehearse('The log holds no incident.')
  const incidents = [...byNumber].map(([number, records]) =>
    incidentOf(number, records, (line, reason, refused) => findings.push({ incident: number, line, reason, refused })),
  )
  return { incidents, findings: findings.sort((a, b) => a.line - b.line) }
}

/** Throws CannotRehearse when nothing of it can be played: then it is another kind of log, which is worth a word. */
export function requirePlayable({ incidents, findings }: Log): void {
  if (incidents.some(({ rows }) => rows.length > 0)) return
  const first = findings.find(({ refused }) => refused)
  const example = first ? ` Line ${first.line}, for one: ${first.reason}.` : ''
  throw new CannotRehearse(`No row of this log can be played.${example}\n${formatRead}`)
}

type Tell = (line: number, reason: string, refused: boolean) => void

function incidentOf(number: string, records: readonly Fields[], tell: Tell): Incident {
  const openedAt = records.map(({ opened }) => instantOf(opened)).find((at) => at !== undefined)
  const rows = records.flatMap((record) => {
    const row = rowOf(record, openedAt)
    if (typeof row !== 'string') return [row]
    tell(record.line, row, true)
    return []
  })
  for (const row of outOfOrder(rows)) tell(row.line, 'out of order in the file; played by its time', false)
  for (const { line, opened } of records) {
    const other = instantOf(opened)
    if (other !== undefined && other !== openedAt)
      tell(line, 'another opened_at than the lines before; the first counts', false)
  }
  const contact = records[0]?.contact ?? ''
  const channel = channelOf(contact)
  if (channel === undefined) tell(records[0]?.line ?? 0, `unknown contact_type "${contact}"; opened as web`, false)
  return { number, openedAt: openedAt ?? 0, channel: channel ?? 'web', rows: rows.sort(byTime) }
}

/** The row, or why it cannot be played. */
function rowOf(
  { line, fault, state, opened, updated, mods, priority, assigned }: Fields,
  openedAt?: Instant,
): Row | string {
  if (fault) return fault
  const at = instantOf(updated)
  const modCount = numberOf(mods)
  if (instantOf(opened) === undefined || openedAt === undefined) return `opened_at "${opened}" is no date`
  if (at === undefined) return `sys_updated_at "${updated}" is no date`
  if (modCount === undefined) return `sys_mod_count "${mods}" is no whole number`
  if (!isState(state)) return `unknown state "${state}"`
  if (at < openedAt) return 'stamped before the incident was opened'
  const known = priorityOf(priority)
  return {
    line,
    at,
    modCount,
    state,
    ...(known && { priority: known }),
    ...(assigned !== '?' && { assignedTo: assigned }),
  }
}

function byTime(a: Row, b: Row): number {
  return a.at - b.at || a.modCount - b.modCount || a.line - b.line
}

/** Lines that stand below one that is played after them. */
function outOfOrder(rows: readonly Row[]): Row[] {
  return rows.filter((row, place) => rows.slice(0, place).some((above) => byTime(above, row) > 0))
}
