import { standingRepair } from '../promises/facts.ts'
import { isStaff } from '../people/actors.ts'
import { alsoHear, exceptFor, toldOfWatcher } from './watchers.ts'
import type { Addressee } from '../people/audiences.ts'
import {
  alsoCalling,
  closingAudience,
  customerHears,
  deskOf,
  doubtsIn,
  holderUnless,
  ours,
  promiserToo,
  quietUntil,
  sameContact,
  toldOfTriage,
  warningOn,
} from './concerned.ts'
import type { TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'
import { followedUpBy } from './follow-up.ts'
import { isThere, mustBePhoned } from './reachable.ts'
import { isOfStep } from './stepped.ts'
import { toldOfStep, toldOfTurn } from './told-of-step.ts'
import { followedToo } from './followed.ts'
import type { Message, Notice } from './notices.ts'
import { isOfRemote } from './remote-events.ts'
import { isOfPart } from './part-events.ts'
import { isOfQuote, toldOfQuote } from './quoted.ts'
import { toldOfPart } from './told-of-part.ts'
import { toldOfRemote } from './told-of-remote.ts'
import { toldOfAlarm } from './told-of-alarm.ts'
import { toldOfVisit } from './told-of-visit.ts'
import { isOfParty } from './parties.ts'
import { toldOfParty } from './told-of-party.ts'
import { isOfVisit } from './visit-events.ts'

/** As the steps of one thing tell it. */
type Telling = Pick<Notice, 'message' | 'to' | 'visitorId' | 'alsoIds' | 'stepOwnerId'>

/**
 * R1.5: those concerned learn of every step: the customer, and who has the ticket of whatever somebody else does to it.
 * `state` is the ticket after the event.
 */
export function noticesFor(event: TicketEvent, state: TicketState): Notice[] {
  const notices = followedToo(toldOf(event, state), event, state)
  const there = notices.flatMap((notice) => {
    const to = notice.to.filter((one) => isThere(state, one))
    return to.length > 0 ? [{ ...notice, to }] : []
  })
  const missed = notices.find(({ to }) => to.includes('reporter'))
  if (missed === undefined || !mustBePhoned(state, event)) return there
  const { except: _evenWhoDidIt, tells: _once, ...call } = missed
  return [...there, { ...call, message: 'phone-caller', to: [deskOf(state)] }]
}

function toldOf(event: TicketEvent, state: TicketState): Notice[] {
  const { assignee } = state
  const { actor, version } = event
  const previous = 'previous' in event.data ? event.data.previous : undefined
  const about = {
    ...{ version, tier: state.tier, ...(assignee && { assigneeId: assignee.id }) },
    ...(previous && { previousId: previous.id }),
    ...exceptFor(state, actor),
  }
  const tell = (message: Message, ...named: Addressee[]): Notice[] => {
    const to = [...named, ...alsoHear(state, message, named)]
    return to.length ? [{ message, to, ...about }] : []
  }
  const theirs = holderUnless(state, actor)
  const reporterToo: Addressee[] = sameContact(state) ? [] : ['reporter']
  const theirsBefore: Addressee[] = previous && previous.id !== assignee?.id ? ['previous'] : []
  const desk = deskOf(state)
  /** A word of the customer. Whoever wrote it down knows it. */
  const theirWord = (message: Message): Notice[] => {
    const ofUs = actor.id === assignee?.id ? [] : [desk]
    // SLA 14: the acceptor's first word in place of a signature; the mail says how it may still be given.
    const isObjection = standingRepair(state)?.objected?.version === version
    return isObjection ? tell('objected', 'acceptor', ...ofUs) : tell(message, ...ofUs)
  }
  const told = ({ message, to, ...ids }: Telling) => tell(message, ...to).map((notice) => ({ ...notice, ...ids }))
  if (isOfVisit(event)) return told(toldOfVisit(event, state))
  if (isOfPart(event)) return told(toldOfPart(event, state))
  if (isOfQuote(event)) return told(toldOfQuote(event, state))
  if (isOfRemote(event)) return told(toldOfRemote(event, state))
  if (isOfParty(event)) return told(toldOfParty(event, state))
  if (event.type === 'watcherAdded') return told(toldOfWatcher(event))
  if (isOfStep(event)) return toldOfStep(event, state).flatMap(told)
  switch (event.type) {
    case 'opened':
      return tell('opened', 'reporter', 'tier')
    case 'triaged':
      return tell('reclassified', ...toldOfTriage(event, assignee?.id))
    case 'responded':
    case 'replied':
    case 'restored':
    case 'paused':
    case 'resumed':
      return tell(event.type, 'reporter', ...theirs)
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
    case 'customerReplied':
      return theirWord('customer-replied')
    case 'attached':
      if (!isStaff(actor)) return theirWord('attached')
      return tell('attached', ...(event.data.internal ? [] : (['reporter'] as const)), ...theirs)
    case 'callBackPromised':
      return tell('call-back-promised', 'reporter', ...theirs)
    case 'proposed':
    case 'proposalDecided':
    case 'rated':
      return toldOfTurn(event, state, tell, { theirs, reporterToo })
    case 'remoteFailed':
      return tell('remote-failed', 'reporter', 'assignee')
    case 'pauseOverran': {
      // The customer hears of it once; from then on it is for us to decide.
      const also: Addressee[] = event.data.times === 1 ? ['reporter'] : followedUpBy(event.data.times)
      return tell('pause-overran', ...new Set<Addressee>([desk, ...also]))
    }
    case 'leftAlone':
      return tell('left-alone', ...followedUpBy(event.data.times))
    case 'escalated':
      return tell('escalated', 'tier', 'reporter', 'manager', ...theirs, ...theirsBefore)
    case 'warned': {
      const warning = { ...quietUntil(state, event), ...promiserToo(state, event) }
      return tell(warningOn(event), ...event.data.notify).map((notice) => ({ ...notice, ...warning }))
    }
    case 'signOffLapsed':
      return tell('sign-off-lapsed', ...event.data.notify).map((notice) => ({ ...notice, ...quietUntil(state, event) }))
    case 'judgedInfeasible':
      return doubtsIn(event, tell('infeasible', 'manager'))
    case 'breached':
      return [
        ...tell('breached', ...ours(event.data.notify)).map((notice) => ({ ...notice, ...promiserToo(state, event) })),
        ...tell('promise-missed', ...customerHears(event)),
      ]
    case 'bound':
      return tell('bound', 'reporter', ...(assignee ? theirs : (['tier'] as const)))
    case 'retargeted':
      // SLA 24: of uncovered work nobody outside was promised anything.
      return tell('promises-changed', ...(state.uncovered ? [] : (['reporter'] as const)), ...theirs)
    case 'resolved':
      return [...tell('sign-off-requested', 'acceptor'), ...tell('resolved', ...reporterToo, ...theirs)]
    case 'repeatFound':
      return alsoCalling(event.data.review, tell('repeat-found', 'manager', ...theirs))
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
    case 'cancelled':
      return tell('cancelled', 'reporter', 'assignee')
    case 'reinstated':
      return tell('reinstated', 'reporter', 'assignee', 'tier')
    case 'merged':
      return tell('merged', 'reporter', 'assignee')
    case 'duplicateMerged':
      return tell('duplicate-merged', desk)
    case 'duplicateReleased':
      return tell('duplicate-released', desk)
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
    case 'alarmRaised':
    case 'alarmCleared':
      return toldOfAlarm(event, about, desk)
    case 'noted':
      return tell('noted', ...theirs)
    case 'watcherRemoved':
    case 'coverageExtended':
      return []
  }
}
