import { type Verb, verbs } from './commands.ts'
import type { StatusName } from './state.ts'

/** State × verb: what may be done when. Everything else is refused with this table's answer. */
export const allowedIn: Record<Verb, readonly StatusName[]> = {
  triage: ['open', 'in_progress', 'pending'],
  respond: ['open', 'pending'],
  assign: ['open', 'in_progress', 'pending'],
  handOver: ['open', 'in_progress', 'pending'],
  reply: ['open', 'in_progress', 'pending', 'resolved'],
  note: ['open', 'in_progress', 'pending', 'resolved', 'closed'],
  pause: ['open', 'in_progress'],
  resume: ['pending'],
  escalate: ['open', 'in_progress', 'pending'],
  resolve: ['in_progress', 'pending'],
  signOff: ['resolved'],
  refuseSignOff: ['resolved'],
  rate: ['closed'],
  cancel: ['open', 'in_progress', 'pending'],
  reopen: ['resolved', 'closed'],
  retarget: ['open', 'in_progress', 'pending', 'resolved'],
}

export function verbsAllowedIn(status: StatusName): Verb[] {
  return verbs.filter((verb) => allowedIn[verb].includes(status))
}
