import type { TicketEvent } from './events.ts'
import { isOneOf } from './one-of.ts'

/** The steps of a visit: what is told and kept of them is the visit's own affair. */
const visitSteps = {
  dispatched: true,
  visitAccepted: true,
  visitUnaccepted: true,
  visitMoved: true,
  departed: true,
  arrived: true,
  visitCompleted: true,
  noAccess: true,
  visitCancelled: true,
} as const

export type VisitEvent = Extract<TicketEvent, { type: keyof typeof visitSteps }>

export const isOfVisit = isOneOf(visitSteps)
