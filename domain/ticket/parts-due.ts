import type { Instant } from '../time/instant.ts'
import type { Draft } from './events.ts'
import { isAway, type Part } from './parts.ts'
import type { TicketState } from './state.ts'

export interface PartDeadline {
  kind: 'partOverdue'
  at: Instant
  part: Part
}

/** SLA 20: what is away is asked for, also on a ticket that is closed; what the ticket waits for, that wait asks for. */
export function partDeadlines({ parts = [], status }: TicketState): PartDeadline[] {
  const waitedFor = status.name === 'pending' ? status.part?.n : undefined
  return parts
    .filter((part) => isAway(part) && part.n !== waitedFor)
    .map((part) => ({ kind: 'partOverdue' as const, at: part.lookAt, part }))
}

export function partFellDue({ part: { n, what, at, asked } }: PartDeadline): Draft[] {
  return [{ type: 'partOverdue', data: { part: n, what, since: at, times: asked + 1 } }]
}
