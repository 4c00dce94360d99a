import type { TicketEvent } from './events.ts'
import { isOneOf } from './one-of.ts'
import type { PartHappening } from './parts.ts'

type PartStep = PartHappening['type']
export type PartEvent = Extract<TicketEvent, { type: PartStep }>

export const isOfPart = isOneOf<PartStep>({ partAdded: true, partMoved: true, partOverdue: true })
