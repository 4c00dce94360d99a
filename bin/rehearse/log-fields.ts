import { CsvError, parse } from 'csv-parse/sync'
import type { Priority } from '../../domain/promises/subject.ts'
import type { Channel } from '../../domain/promises/subject.ts'
import type { Instant } from '../../domain/time/instant.ts'
import { CannotRehearse } from './cannot.ts'
import { separatorOf } from './log-text.ts'

const states = [
  'New',
  'Active',
  'Awaiting User Info',
  'Awaiting Problem',
  'Awaiting Vendor',
  'Awaiting Evidence',
  'Resolved',
  'Closed',
] as const
export type State = (typeof states)[number]

export function isState(text: string): text is State {
  return states.some((state) => state === text)
}

/** The columns that are read, of the many that such a log has. */
const columns = {
  number: 'number',
  state: 'incident_state',
  mods: 'sys_mod_count',
  opened: 'opened_at',
  updated: 'sys_updated_at',
  contact: 'contact_type',
  priority: 'priority',
  assigned: 'assigned_to',
} as const
type Column = keyof typeof columns

/** A line's fields as they are written, trimmed; an empty one reads `?`, which is the log's word for unknown. */
export interface Fields extends Omit<Record<Column, string>, 'number'> {
  line: number
  number?: string
  /** Why the line as a whole is malformed. */
  fault?: string
}

interface Parsed {
  record: Record<string, string | undefined>
  info: { lines: number; error?: CsvError }
}

/** Throws CannotRehearse for what is no such log: empty, or without a column that is needed. */
export function recordsOf(text: string): Fields[] {
  const rows = parsed(text)
  return rows.map(({ record, info }) => {
    const field = (column: Column) => record[columns[column]]?.trim() || '?'
    const fields = Object.fromEntries(
      Object.keys(columns).map((column) => [column, field(column as Column)]),
    ) as Record<Column, string>
    const { number, ...rest } = fields
    const fault = info.error ? 'malformed: it has not as many fields as there are columns' : undefined
    return { ...rest, line: info.lines, ...(number !== '?' && { number }), ...(fault && { fault }) }
  })
}

/** A quote that never closes would swallow all the lines after it: then no quote is taken for one. */
function parsed(text: string): Parsed[] {
  const options = {
    columns: checked,
    delimiter: separatorOf(text),
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }
  if (text.trim() === '') throw new CannotRehearse('The log is empty.')
  try {
    return parse(text, options) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return parse(text, { ...options, quote: false }) as unknown as Parsed[]
  }
}

function checked(header: string[]): string[] {
  const names = header.map((name) => name.trim())
  const missing = Object.values(columns).filter((column) => !names.includes(column))
  if (missing.length) {
    const lacking = `This is no incident log that can be played: it lacks ${missing.join(', ')}.`
    throw new CannotRehearse(`${lacking}\n${formatRead}`)
  }
  return names
}

/** What is read of logs, for whoever brings another. */
export const formatRead =
  'Dates are read as 2024-10-03 08:00:00 or 03-10-2024 08:00 (day, month, year), in UTC; columns as separated by\n' +
  'comma, semicolon, tab or |; text in UTF-8 or UTF-16.'

const dateShapes = [
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d) (?<time>\d\d:\d\d(:\d\d)?)$/,
  /^(?<day>\d\d)-(?<month>\d\d)-(?<year>\d{4}) (?<time>\d\d:\d\d(:\d\d)?)$/,
]

/** A date and a time of day, read as UTC; undefined for what is no date. */
export function instantOf(text: string): Instant | undefined {
  const parts = dateShapes.map((shape) => shape.exec(text)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return undefined
  const { year, month, day, time } = parts
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`)
  // A 31st of a month of thirty days is read as the next day by some, and is no date.
  return Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day) ? undefined : at / 1000
}

export function numberOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

const priorities: Record<string, Priority> = { '1': 'critical', '2': 'high', '3': 'normal', '4': 'low' }

/** `3 - Moderate` */
export function priorityOf(text: string): Priority | undefined {
  return priorities[/^(\d)\b/.exec(text)?.[1] ?? '']
}

const contactTypes: Record<string, Channel> = {
  phone: 'phone',
  ivr: 'phone',
  email: 'email',
  'self service': 'web',
  'direct opening': 'web',
  '?': 'web',
}

export function channelOf(contactType: string): Channel | undefined {
  return contactTypes[contactType.toLowerCase()]
}
