import { staffMember } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import { nextWorkingDay } from './follow-up.ts'
import type { PartEvent } from './part-events.ts'
import { isAway, type NewPart, type Part, usualAway } from './parts.ts'
import type { TicketState } from './state.ts'

/** A ticket is carried whole: of what is back the newest stay; all that was said stands in the events. */
const backKept = 10

/** The ticket after a step of a part (R4.3). */
export function partsAfter(state: TicketState, event: PartEvent): TicketState {
  const { at } = event
  const parts = state.parts ?? []
  switch (event.type) {
    case 'partAdded': {
      const { part: n, ...added } = event.data
      return { ...state, parts: kept([...parts, put(added, n, event)]) }
    }
    case 'partMoved': {
      const { step, place, expectedBy, part: n } = event.data
      const to = (part: Part): Part => {
        const { expectedBy: _was, place: _there, ...rest } = part
        const by = staffMember(event.actor)
        const lookAt = expectedBy ?? at + usualAway
        return {
          ...rest,
          status: step,
          by,
          at,
          lookAt,
          asked: 0,
          ...(place && { place }),
          ...(expectedBy && { expectedBy }),
        }
      }
      return { ...state, parts: kept(parts.map((part) => (part.n === n ? to(part) : part))) }
    }
    case 'partOverdue': {
      const { part: n, times } = event.data
      const lookAt = nextWorkingDay(state, at)
      return { ...state, parts: parts.map((part) => (part.n === n ? { ...part, asked: times, lookAt } : part)) }
    }
  }
}

/** What a visit took away is followed until it is back. */
export function withRemoved(
  state: TicketState,
  event: TicketEvent & { type: 'visitCompleted' },
): Pick<TicketState, 'parts'> {
  const { report, visit, tracks } = event.data
  const removed = tracks ? report.material.filter(({ move }) => move === 'removed') : []
  if (removed.length === 0) return {}
  const parts = state.parts ?? []
  const last = lastOf(parts)
  const more = removed.map(({ what, quantity }, index) => {
    return { ...put({ kind: 'takenAway', what, quantity }, last + index + 1, event), visit }
  })
  return { parts: kept([...parts, ...more]) }
}

/** Before the ticket is closed somebody is asked what is still away. */
export function askedFor(state: TicketState, at: Instant): Pick<TicketState, 'parts'> {
  if (!state.parts?.some(isAway)) return {}
  const soon = nextWorkingDay(state, at)
  return { parts: state.parts.map((part) => ({ ...part, lookAt: Math.min(part.lookAt, soon) })) }
}

export function lastOf(parts: readonly Part[] = []): number {
  return Math.max(0, ...parts.map(({ n }) => n))
}

function put(added: NewPart, n: number, { at, actor }: Pick<TicketEvent, 'at' | 'actor'>): Part {
  const by = staffMember(actor)
  return { ...added, n, status: added.kind, by, at, lookAt: added.expectedBy ?? at + usualAway, asked: 0 }
}

function kept(parts: readonly Part[]): Part[] {
  const back = parts.filter((part) => !isAway(part)).slice(-backKept)
  // The last one is kept whatever it is: numbers count on from it.
  return parts.filter((part, index) => isAway(part) || back.includes(part) || index === parts.length - 1)
}
