import type { HappeningType, TicketEvent } from './events.ts'
import type { PartHappening } from './parts.ts'

type PartStep = PartHappening['type']
const steps: { [S in PartStep]: true } = { partAdded: true, partMoved: true, partOverdue: true }

export type PartEvent = Extract<TicketEvent, { type: PartStep }>

/** Also of an event of which the reader may know a part only. */
export function isOfPart<Event extends { type: HappeningType }>(
  event: Event,
): event is Extract<Event, { type: PartStep }> {
  return event.type in steps
}
