import { toIso } from '../time/instant.ts'

const instants = [
  'at',
  'answerBy',
  'noticedAt',
  'dueAt',
  'expectedEnd',
  'calledAt',
  'since',
  'from',
  'until',
  'validUntil',
  'expectedBy',
  'firstAt',
  'lastAt',
  'clearedAt',
]

/** What an event says, with instants as ISO; without the calendars' expansions, which only a workflow reads. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([field]) => field !== 'coverage')
  return Object.fromEntries(
    entries.map(([field, inner]) => [
      field,
      typeof inner === 'number' && instants.includes(field) ? toIso(inner) : readable(inner),
    ]),
  )
}
