import type { Tier } from '../people/tiers.ts'
import { standingRepair } from '../promises/facts.ts'
import { isTheirs } from '../promises/metrics.ts'
import type { Audience } from '../people/audiences.ts'
import { nextWorkingInstant, workingTimeOf } from '../time/working-time.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'
import { isHeld } from './deadlines.ts'
import { followedUpBy } from './follow-up.ts'

/** R1.5: one mail for each; the names are those of the sources in `templates/letters/`. */
export const messages = [
  'opened',
  'responded',
  'assigned',
  'handed-over',
  'replied',
  'customer-replied',
  'reclassified',
  'paused',
  'pause-overran',
  'left-alone',
  'resumed',
  'escalated',
  'warning',
  'overdue-reminder',
  'breached',
  'promises-changed',
  'resolved',
  'sign-off-requested',
  'sign-off-reminder',
  'sign-off-lapsed',
  'objected',
  'signed-off',
  'deemed-accepted',
  'sign-off-refused',
  'low-rating',
  'cancelled',
  'reinstated',
  'reopened',
] as const
export type Message = (typeof messages)[number]

/**
 * Who is to be told of the event of that version: the tier and the assignee that had the ticket then, however late it is
 * sent. Who serves on that tier, and every address, is looked up when it is sent (SLA 16).
 */
export interface Notice {
  message: Message
  version: number
  to: Audience[]
  tier: Tier
  assigneeId?: string
  /** SLA 15: quiet hours delay a notice, never a clock. */
  notBefore?: Instant
  /** What it warns of: it is void once that has happened, or another way (SLA 22). */
  warns?: { clockId: string; percent: number }
}

/** Ratings this low are followed up (SLA 14). */
const lowRating = 2

/** R1.5: those concerned learn of every step. `state` is the ticket after the event. */
export function noticesFor(event: TicketEvent, state: TicketState): Notice[] {
  const { tier, assignee } = state
  const tell = (message: Message, ...to: Audience[]): Notice[] =>
    to.length ? [{ message, version: event.version, to, tier, ...(assignee && { assigneeId: assignee.id }) }] : []
  switch (event.type) {
    case 'opened':
      return tell('opened', 'reporter', 'tier')
    case 'triaged':
      return tell('reclassified', ...toldOfTriage(event, assignee?.id))
    case 'responded':
      return tell('responded', 'reporter')
    case 'assigned':
      // Who takes a ticket by answering it has told the customer already.
      if (event.data.assignee.id === event.actor.id) return []
      return event.data.previous
        ? tell('handed-over', 'reporter', 'assignee')
        : tell('assigned', 'reporter', 'assignee')
    case 'replied':
      return tell('replied', 'reporter')
    case 'customerReplied': {
      // Whoever wrote down what was said knows it.
      const desk: Audience[] = event.actor.id === assignee?.id ? [] : [assignee ? 'assignee' : 'tier']
      // SLA 14: the acceptor's first word in place of a signature; the mail says how it may still be given.
      if (standingRepair(state)?.objected?.version === event.version) return tell('objected', 'acceptor', ...desk)
      return tell('customer-replied', ...desk)
    }
    case 'paused':
      return tell('paused', 'reporter')
    case 'pauseOverran': {
      // The customer hears of it once; from then on it is for us to decide.
      const also: Audience[] = event.data.times === 1 ? ['reporter'] : followedUpBy(event.data.times)
      return tell('pause-overran', ...new Set<Audience>([state.assignee ? 'assignee' : 'tier', ...also]))
    }
    case 'leftAlone':
      return tell('left-alone', ...followedUpBy(event.data.times))
    case 'resumed':
      return tell('resumed', 'reporter')
    case 'escalated':
      return tell('escalated', 'tier', 'reporter', 'manager')
    case 'warned':
      return quietly(state, event, tell(warningOn(event), ...event.data.notify))
    case 'signOffLapsed':
      return quietly(state, event, tell('sign-off-lapsed', ...event.data.notify))
    case 'breached':
      return tell('breached', ...event.data.notify)
    case 'retargeted':
      return tell('promises-changed', 'reporter')
    case 'resolved':
      return [...tell('sign-off-requested', 'acceptor'), ...(sameContact(state) ? [] : tell('resolved', 'reporter'))]
    case 'signedOff':
      return event.data.signOff.method === 'deemed'
        ? tell('deemed-accepted', 'acceptor', 'assignee', 'manager')
        : tell('signed-off', ...closingAudience(state))
    case 'signOffRefused':
      return tell('sign-off-refused', 'assignee', 'tier', 'manager')
    case 'rated':
      return event.data.rating.score <= lowRating ? tell('low-rating', 'manager') : []
    case 'cancelled':
      return tell('cancelled', 'reporter', 'assignee')
    case 'reinstated':
      return tell('reinstated', 'reporter', 'assignee', 'tier')
    case 'reopened':
      return tell('reopened', 'reporter', 'assignee', 'tier')
    case 'noted':
    case 'coverageExtended':
      return []
  }
}

/**
 * SLA 22: who is told that a tier was called is not told of the breach that called it in a mail of its own: the call tells
 * the whole story. A tier is not the same one after the call, so both hear of it.
 */
export function merged(notices: readonly Notice[]): Notice[] {
  const called = notices.find(({ message }) => message === 'escalated')
  if (called === undefined) return [...notices]
  return notices.flatMap((notice) => {
    if (notice.message !== 'breached' || notice.version > called.version) return [notice]
    const to = notice.to.filter(
      (audience) => audience === 'tier' || audience === 'assignee' || !called.to.includes(audience),
    )
    return to.length > 0 ? [{ ...notice, to }] : []
  })
}

/** SLA 23: a triage that neither moves a promise nor takes anything tells nobody; of our own targets we hear alone. */
function toldOfTriage({ data, actor }: TicketEvent & { type: 'triaged' }, assigneeId: string | undefined): Audience[] {
  const moved = [...data.before, ...data.after]
  if (moved.length === 0 && !data.weakened) return []
  const his: Audience[] = data.weakened || moved.some(({ internal }) => !internal) ? ['reporter'] : []
  return assigneeId === undefined || assigneeId === actor.id ? his : [...his, 'assignee']
}

function closingAudience(state: TicketState): Audience[] {
  return sameContact(state) ? ['acceptor', 'assignee'] : ['acceptor', 'reporter', 'assignee']
}

function sameContact(state: TicketState): boolean {
  return state.reporter.id === state.terms.acceptor.id
}

/** What the customer owes is reminded in words of its own (SLA 21); after a breach nothing is left to warn of. */
function warningOn({ data: { metric, percent } }: TicketEvent & { type: 'warned' }): Message {
  if (isTheirs(metric)) return 'sign-off-reminder'
  return percent < 100 ? 'warning' : 'overdue-reminder'
}

type Reminding = TicketEvent & { type: 'warned' | 'signOffLapsed' }

function quietly(state: TicketState, event: Reminding, notices: Notice[]): Notice[] {
  const { noticeHours } = state.terms.policy
  if (noticeHours === undefined) return notices
  const notBefore = nextWorkingInstant(workingTimeOf(noticeHours, state.coverage), event.at)
  if (notBefore === undefined || notBefore === event.at) return notices
  const { clockId, percent } = event.data
  return notices.map((notice) => ({ ...notice, notBefore, warns: { clockId, percent } }))
}

/** SLA 22: what a notice warned of has been done, was given up, or went on to a higher threshold before it was sent. */
export function isOvertaken({ warns }: Notice, state: TicketState): boolean {
  if (warns === undefined) return false
  const clock = state.clocks.find(({ id }) => id === warns.clockId)
  if (clock === undefined || clock.stop || clock.reached !== warns.percent) return true
  return isHeld(state, clock)
}
