import type { HappeningType } from '../../domain/ticket/events.ts'
import { toIso } from '../../domain/time/instant.ts'
import type { TicketEvent as EventRow } from '../../prisma/client/client.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'

/**
 * What a customer may read of each kind of event; of those that are absent he learns nothing. A reason that staff give
 * each other stays with them; one that he is mailed does not.
 */
const toldToCustomers: Partial<Record<HappeningType, readonly string[]>> = {
  opened: [
    'subject',
    'description',
    'kind',
    'class',
    'priority',
    'channel',
    'reporter',
    'system',
    'follows',
    'calledAt',
  ],
  triaged: ['kind', 'class', 'priority', 'reason', 'downgraded'],
  responded: ['message', 'channel'],
  assigned: ['assignee', 'previous'],
  replied: ['message', 'channel'],
  customerReplied: ['message', 'channel'],
  paused: ['reason', 'explanation', 'expectedEnd'],
  pauseOverran: ['reason', 'expectedEnd'],
  resumed: ['explanation'],
  escalated: ['from', 'to', 'cause'],
  breached: ['clockId', 'dueAt'],
  retargeted: ['reason', 'before', 'after'],
  resolved: ['resolution'],
  signedOff: ['signOff'],
  signOffRefused: ['reason', 'method', 'scan'],
  rated: ['rating'],
  cancelled: ['reason'],
  reopened: ['reason'],
}
export const eventsForCustomers = Object.keys(toldToCustomers)

/** One line of the ticket's timeline. Instants are ISO, UTC. */
export function eventShownTo({ role }: SignedIn, row: EventRow) {
  const data = readable(row.data) as Record<string, unknown>
  const actor = row.actor as { id: string; role: string; name: string }
  const common = { version: row.version, type: row.type, at: row.at.toISOString().replace('.000Z', 'Z') }
  if (role !== 'customer') return { ...common, actor, data, clocks: readable(row.clocks), requestId: row.requestId }
  const told = toldToCustomers[row.type as HappeningType] ?? []
  const { id, name } = actor
  return { ...common, actor: { id, role: actor.role, name }, data: pick(data, told), clocks: [], requestId: null }
}

function pick(data: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([field]) => fields.includes(field)))
}

const instants = ['at', 'noticedAt', 'dueAt', 'expectedEnd', 'calledAt']

/** Instants as ISO; without the calendars' expansions, which only a workflow reads. */
function readable(value: unknown): unknown {
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
