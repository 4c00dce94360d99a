import type { Tier } from '../people/tiers.ts'
import { standingRepair } from '../promises/facts.ts'
import { isStaff } from '../people/actors.ts'
import type { Addressee, Audience } from '../people/audiences.ts'
import type { Instant } from '../time/instant.ts'
import { closingAudience, customerHears, ours, quietUntil, sameContact, toldOfTriage, warningOn } from './concerned.ts'
import type { TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'
import { followedUpBy } from './follow-up.ts'
import { isThere, mustBePhoned } from './reachable.ts'

/** R1.5: one mail for each; the names are those of the sources in `templates/letters/`. */
export const messages = [
  'opened',
  'responded',
  'assigned',
  'handed-over',
  'taken',
  'handed-down',
  'replied',
  'customer-replied',
  'noted',
  'reclassified',
  'paused',
  'pause-overran',
  'left-alone',
  'resumed',
  'escalated',
  'warning',
  'overdue-reminder',
  'breached',
  'promise-missed',
  'promises-changed',
  'resolved',
  'sign-off-requested',
  'sign-off-reminder',
  'sign-off-lapsed',
  'objected',
  'signed-off',
  'signed-on-paper',
  'deemed-accepted',
  'sign-off-refused',
  'refusal-received',
  'sign-off-disputed',
  'low-rating',
  'rated',
  'cancelled',
  'reinstated',
  'reopened',
  'undelivered',
  'bound',
  'phone-caller',
] as const
export type Message = (typeof messages)[number]

/** Of a mail's message: a call that went to somebody instead is noted as `escalated-for-<whom>`. */
export function baseOf(message: string): Message | undefined {
  return messages.find((one) => message === one || message.startsWith(`${one}-for-`))
}

/**
 * Who is to be told of the event of that version: the tier and the assignee that had the ticket then, however late it is
 * sent. Who serves on that tier, and every address, is looked up when it is sent (SLA 16).
 */
export interface Notice {
  message: Message
  version: number
  to: Addressee[]
  tier: Tier
  assigneeId?: string
  /** Who had it until then. */
  previousId?: string
  /** Ids of those who are not told: nobody is mailed of an act of their own, nor twice of the same. */
  except?: string[]
  /** Ids of others of our staff whom it concerns. */
  alsoIds?: string[]
  /** SLA 15: quiet hours delay a notice, never a clock. */
  notBefore?: Instant
  /** What it warns of: it is void once that has happened, or another way (SLA 22). */
  warns?: { clockId: string; percent: number }
}

/** Ratings this low are followed up (SLA 14). */
const lowRating = 2

/**
 * R1.5: those concerned learn of every step: the customer, and who has the ticket of whatever somebody else does to it.
 * `state` is the ticket after the event.
 */
export function noticesFor(event: TicketEvent, state: TicketState): Notice[] {
  const notices = toldOf(event, state)
  const there = notices.flatMap((notice) => {
    const to = notice.to.filter((one) => isThere(state, one))
    return to.length > 0 ? [{ ...notice, to }] : []
  })
  const missed = notices.find(({ to }) => to.includes('reporter'))
  if (missed === undefined || !mustBePhoned(state, event)) return there
  const { except: _evenWhoDidIt, ...call } = missed
  return [...there, { ...call, message: 'phone-caller', to: [state.assignee ? 'assignee' : 'tier'] }]
}

function toldOf(event: TicketEvent, state: TicketState): Notice[] {
  const { assignee } = state
  const { actor, version } = event
  const previous = 'previous' in event.data ? event.data.previous : undefined
  const about = {
    ...{ version, tier: state.tier, ...(assignee && { assigneeId: assignee.id }) },
    ...(previous && { previousId: previous.id }),
    ...(isStaff(actor) && { except: [actor.id] }),
  }
  const tell = (message: Message, ...to: Addressee[]): Notice[] => (to.length ? [{ message, to, ...about }] : [])
  const theirs: Addressee[] = assignee && assignee.id !== actor.id ? ['assignee'] : []
  const reporterToo: Addressee[] = sameContact(state) ? [] : ['reporter']
  const theirsBefore: Addressee[] = previous && previous.id !== assignee?.id ? ['previous'] : []
  switch (event.type) {
    case 'opened':
      return tell('opened', 'reporter', 'tier')
    case 'triaged':
      return tell('reclassified', ...toldOfTriage(event, assignee?.id))
    case 'responded':
      return tell('responded', 'reporter', ...theirs)
    case 'assigned': {
      const except = [actor, event.data.assignee, ...(previous ? [previous] : [])].map(({ id }) => id)
      const colleagues = tell('taken', 'tier').map((notice) => ({ ...notice, except }))
      const message = previous ? 'handed-over' : 'assigned'
      return [...tell(message, 'reporter', ...theirs, ...theirsBefore), ...colleagues]
    }
    case 'handedDown':
      return [
        ...tell('handed-down', 'reporter', ...theirs, ...theirsBefore, 'tier'),
        ...tell('handed-down', 'tier').map((notice) => ({ ...notice, tier: event.data.from })),
      ]
    case 'replied':
      return tell('replied', 'reporter', ...theirs)
    case 'customerReplied': {
      // Whoever wrote down what was said knows it.
      const desk: Audience[] = event.actor.id === assignee?.id ? [] : [assignee ? 'assignee' : 'tier']
      // SLA 14: the acceptor's first word in place of a signature; the mail says how it may still be given.
      if (standingRepair(state)?.objected?.version === event.version) return tell('objected', 'acceptor', ...desk)
      return tell('customer-replied', ...desk)
    }
    case 'paused':
      return tell('paused', 'reporter', ...theirs)
    case 'pauseOverran': {
      // The customer hears of it once; from then on it is for us to decide.
      const also: Audience[] = event.data.times === 1 ? ['reporter'] : followedUpBy(event.data.times)
      return tell('pause-overran', ...new Set<Audience>([state.assignee ? 'assignee' : 'tier', ...also]))
    }
    case 'leftAlone':
      return tell('left-alone', ...followedUpBy(event.data.times))
    case 'resumed':
      return tell('resumed', 'reporter', ...theirs)
    case 'escalated':
      return tell('escalated', 'tier', 'reporter', 'manager', ...theirs, ...theirsBefore)
    case 'warned':
      return tell(warningOn(event), ...event.data.notify).map((notice) => ({ ...notice, ...quietUntil(state, event) }))
    case 'signOffLapsed':
      return tell('sign-off-lapsed', ...event.data.notify).map((notice) => ({ ...notice, ...quietUntil(state, event) }))
    case 'breached':
      return [...tell('breached', ...ours(event.data.notify)), ...tell('promise-missed', ...customerHears(event))]
    case 'bound':
      return tell('bound', 'reporter', ...(assignee ? theirs : (['tier'] as const)))
    case 'retargeted':
      // SLA 24: of uncovered work nobody outside was promised anything.
      return tell('promises-changed', ...(state.uncovered ? [] : (['reporter'] as const)), ...theirs)
    case 'resolved':
      return [...tell('sign-off-requested', 'acceptor'), ...tell('resolved', ...reporterToo, ...theirs)]
    case 'signOffDisputed': {
      const told = tell('sign-off-disputed', 'acceptor', ...reporterToo, 'assignee', 'tier', 'manager')
      return told.map((notice) => ({ ...notice, alsoIds: [event.data.signOff.loggedBy?.id ?? []].flat() }))
    }
    case 'signedOff':
      // SLA 14: the acceptor is told in words of its own what was signed there, and can dispute it.
      if (event.data.signOff.method === 'paper')
        return [...tell('signed-on-paper', 'acceptor'), ...tell('signed-off', ...reporterToo, 'assignee')]
      return event.data.signOff.method === 'deemed'
        ? tell('deemed-accepted', 'acceptor', ...reporterToo, 'assignee', 'manager')
        : tell('signed-off', ...closingAudience(state))
    case 'signOffRefused':
      return [
        ...tell('sign-off-refused', 'assignee', 'tier', 'manager'),
        ...tell('refusal-received', 'acceptor', ...reporterToo),
      ]
    case 'rated':
      return event.data.rating.score <= lowRating ? tell('low-rating', 'manager', ...theirs) : tell('rated', ...theirs)
    case 'cancelled':
      return tell('cancelled', 'reporter', 'assignee')
    case 'reinstated':
      return tell('reinstated', 'reporter', 'assignee', 'tier')
    case 'reopened':
      return tell('reopened', 'reporter', 'acceptor', 'assignee', 'tier')
    case 'undelivered':
      // Once for each whom we cannot reach. Where it is one of us, whoever is told may be the same.
      if (!event.data.isNew) return []
      return tell(
        'undelivered',
        'assignee',
        ...(event.data.mails.some(({ staff }) => staff) ? (['manager'] as const) : []),
      )
    case 'noted':
      return tell('noted', ...theirs)
    case 'coverageExtended':
      return []
  }
}
