import type { HappeningType, TicketEvent } from './events.ts'

/** The steps of a visit: what is told and kept of them is the visit's own affair. */
const visitSteps = [
  'dispatched',
  'visitAccepted',
  'visitUnaccepted',
  'visitMoved',
  'departed',
  'arrived',
  'visitCompleted',
  'noAccess',
  'visitCancelled',
] as const satisfies readonly HappeningType[]

type VisitStep = (typeof visitSteps)[number]
export type VisitEvent = Extract<TicketEvent, { type: VisitStep }>

/** Also of an event of which the reader may know a part only. */
export function isOfVisit<Event extends { type: HappeningType }>(
  event: Event,
): event is Extract<Event, { type: VisitStep }> {
  return visitSteps.some((step) => step === event.type)
}
