import { staffRoles } from '../../people/roles.ts'
import { type Actor, type Contact, isEngineer, isStaff, staffMember } from '../../people/actors.ts'
import { type Instant, secondsPerDay, toIso } from '../../time/instant.ts'
import { invalid, notNow, type Refusal } from '../refusal.ts'
import { openSession, standingGrant } from '../remote.ts'
import type { Standing } from '../standing.ts'
import { heardOfCustomer } from '../waiting.ts'
import type { Rule } from './rule.ts'
import { atWork } from './their-visit.ts'

/** Whoever needs longer asks again: nobody leaves a door open for good. */
const longestDays = 31

interface RequestRemote {
  purpose: string
  /** Now when absent. */
  from?: Instant
  until: Instant
}

/** R4.2: the customer is asked what for, from when and until when; another request takes the place of one that is unanswered. */
export const requestRemote: Rule<RequestRemote> = {
  who: staffRoles,
  in: atWork,
  decide(_state, { from = 0, ...body }, _actor, now) {
    const period = { from: Math.max(from, now), until: body.until }
    if (from > now + longestDays * secondsPerDay) return invalid('from', `It lies within ${longestDays} days.`)
    return wrongPeriod(period, now) ?? [{ type: 'remoteRequested', data: { purpose: body.purpose, ...period } }]
  },
}

interface AnswerRemote {
  granted: boolean
  /** Where it differs from what was asked. */
  from?: Instant
  until?: Instant
  reason?: string
  /** Who of the customer said it, when our staff write it down. */
  heardFrom?: Contact
}

/** R4.2: the customer's word, given or written down by us; it ends the wait for it (SLA 10). */
export const answerRemote: Rule<AnswerRemote> = {
  who: ['customer', ...staffRoles],
  in: atWork,
  may({ remote, number }, _actor, now) {
    if (remote?.askedUntil !== undefined && now < remote.askedUntil) return undefined
    return notNow(`Remote access to the system of ${number} is not asked for, or no longer.`)
  },
  decide(state, { granted, from, until, reason, heardFrom }, actor, now) {
    const { asked } = state.remote ?? {}
    if (asked === undefined) return notNow('Nothing is asked for.')
    const { by: askedBy } = asked
    const said = { ...(reason && { reason }), ...(heardFrom && { heardFrom }), askedBy }
    const wrong = whoSaid(heardFrom, actor)
    if (wrong) return wrong
    if (!granted) {
      if (from !== undefined || until !== undefined) return invalid('granted', 'A refusal has no time; leave it out.')
      return [{ type: 'remoteAnswered', data: { granted, ...said } }, ...heardOfCustomer(state)]
    }
    // Nobody was authorised before somebody said so.
    const period = { from: Math.max(from ?? asked.from, now), until: until ?? asked.until }
    const answered = { type: 'remoteAnswered' as const, data: { granted, ...period, ...said } }
    return wrongPeriod(period, now) ?? [answered, ...heardOfCustomer(state)]
  },
}

interface RevokeRemote {
  reason?: string
  heardFrom?: Contact
}

/** R4.2: what was authorised is taken back; whoever is there logs off and says what was done. */
export const revokeRemote: Rule<RevokeRemote> = {
  who: ['customer', ...staffRoles],
  in: atWork,
  may: ({ remote }, _actor, now) =>
    remote?.granted && now < remote.granted.until
      ? undefined
      : notNow('No authorisation stands that could be revoked.'),
  decide(state, body, actor) {
    const engineer = openSession(state)?.engineer
    const data = { ...body, ...(engineer && { engineer }) }
    return whoSaid(body.heardFrom, actor) ?? [{ type: 'remoteRevoked', data }, ...heardOfCustomer(state)]
  },
}

/** R4.2: somebody goes onto the customer's system, only as long as the customer has authorised it. */
export const startRemote: Rule<object> = {
  who: staffRoles,
  in: atWork,
  may: ({ remote }, _actor, now) => unauthorised(remote, now),
  decide(state, _body, actor) {
    const until = standingGrant(state)?.until
    if (until === undefined) return notNow(askFirst)
    const session = (state.remote?.sessions.at(-1)?.n ?? 0) + 1
    return [{ type: 'remoteStarted', data: { session, engineer: staffMember(actor), until } }]
  },
}

interface EndRemote {
  done: string
}

/** R4.2: what was done there. Engineers speak for themselves, managers and the desk for whoever was there. */
export const endRemote: Rule<EndRemote> = {
  who: staffRoles,
  in: atWork,
  may({ remote }, actor) {
    if (remote?.engineer === undefined) return notNow('No remote session is open.')
    if (!isEngineer(actor) || actor.id === remote.engineer.id) return undefined
    return notNow(`The remote session is that of ${remote.engineer.name}, who ends it; or the desk does.`)
  },
  decide(state, { done }) {
    const open = openSession(state)
    if (open === undefined) return notNow('No remote session is open.')
    const { n: session, engineer, startedAt: since } = open
    return [{ type: 'remoteEnded', data: { session, engineer, since, done } }]
  },
}

/** What is open must come to an end first: nobody is on a customer's system for a ticket that needs it no more. */
export function somebodyIsOnline({ remote }: Standing): Refusal | undefined {
  if (remote?.engineer === undefined) return undefined
  return notNow(`A remote session of ${remote.engineer.name} is open: end it first, and say what was done.`)
}

const askFirst = 'The customer has not authorised remote access: ask for it first, what for and until when.'

function unauthorised(remote: Standing['remote'], now: Instant): Refusal | undefined {
  const { granted, engineer } = remote ?? {}
  if (engineer) return notNow(`A remote session of ${engineer.name} is open; it must end first.`)
  if (granted === undefined) return notNow(askFirst)
  if (now < granted.from) {
    return notNow(
      `The customer has authorised it from ${toIso(granted.from)} on: wait until then, or ask for another time.`,
    )
  }
  if (now < granted.until) return undefined
  return notNow(`What the customer authorised ended at ${toIso(granted.until)}: ask for it again.`)
}

/** Who speaks for the customer is named where one of us writes it down, and only then. */
export function whoSaid(heardFrom: Contact | undefined, actor: Actor): Refusal | undefined {
  if (isStaff(actor)) return heardFrom ? undefined : invalid('heardFrom', 'Name who of the customer said it.')
  return heardFrom ? invalid('heardFrom', 'You speak for yourself; leave it out.') : undefined
}

function wrongPeriod({ from, until }: { from: Instant; until: Instant }, now: Instant): Refusal | undefined {
  if (until <= now) return invalid('until', 'It must lie ahead.')
  if (until <= from) return invalid('until', 'It must lie after the beginning.')
  if (until <= from + longestDays * secondsPerDay) return undefined
  return invalid('until', `It lasts at most ${longestDays} days; ask again for more.`)
}
