import type { StaffMember } from '../../people/actors.ts'
import { notNow } from '../refusal.ts'
import { type Rule, staffMember } from './rule.ts'

interface DeclareRemoteFailed {
  reason: string
}

/** R2.3: what is promised from then on, such as somebody on site, counts from here. */
export const declareRemoteFailed: Rule<DeclareRemoteFailed> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may: ({ remoteFailed }) =>
    remoteFailed ? notNow('Remote support was declared failed already, and nobody has come since.') : undefined,
  decide: (_state, body) => [{ type: 'remoteFailed', data: body }],
}

interface Dispatch {
  engineer: StaffMember
}

/** R4.1: somebody is sent. It reserves nobody's time, and gives the ticket to nobody. */
export const dispatch: Rule<Dispatch> = {
  who: ['agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide: (_state, body) => [{ type: 'dispatched', data: body }],
}

interface Arrive {
  note?: string
}

/** R2.7, SLA 9: checked in on site by whoever can handle the fault, in person: the desk cannot say it for others. */
export const arrive: Rule<Arrive> = {
  who: ['engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  decide: (_state, body, actor) => [{ type: 'arrived', data: { ...body, engineer: staffMember(actor) } }],
}
