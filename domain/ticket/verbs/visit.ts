import { staffRoles } from '../../people/roles.ts'
import type { Contact, StaffMember } from '../../people/actors.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { invalid, isRefusal, notNow, type Refusal } from '../refusal.ts'
import type { TicketState } from '../state.ts'
import { isOpenVisit, isPlanned, mostOpenVisits, type Needs, type Slot } from '../visit.ts'
import { heardOfCustomer } from '../waiting.ts'
import { atWork, oneOf, theirVisit } from './their-visit.ts'
import type { Rule } from './rule.ts'

interface Dispatch extends Partial<Slot> {
  engineer: StaffMember
  purpose?: string
  needs?: Needs
  assists?: true
  travelMinutes?: number
  agreedBy?: Contact
}

/** In seconds: what a visit takes with its journey, unless somebody says so. */
const usualVisit = 4 * 3600
/** Whoever stays longer is no visitor; whoever comes later is a plan. */
const longestVisit = 14 * secondsPerDay
const furthestAhead = 366 * secondsPerDay

/** R4.1: somebody is sent, and booked for that time: the database decides whether it is free. It gives the ticket to nobody. */
export const dispatch: Rule<Dispatch> = {
  who: ['agent', 'manager', 'admin'],
  in: atWork,
  may: ({ visits = [] }) =>
    visits.length < mostOpenVisits ? undefined : notNow(`${mostOpenVisits} visits are under way; end one first.`),
  decide(state, { from: asked, until: end, ...body }, _actor, now) {
    const { engineer, agreedBy } = body
    const there = state.visits?.find((visit) => isOpenVisit(visit) && visit.engineer.id === engineer.id)
    if (there) return sentAlready(engineer, there)
    const slot = slotOf({ from: asked, until: end }, now)
    const visit = (state.dispatches?.length ?? 0) + 1
    const sent: Draft = { type: 'dispatched', data: { ...body, ...slot, visit } }
    return wrongSlot(slot, now) ?? [...(agreedBy ? heardOfCustomer(state) : []), sent]
  },
}

/** Whoever was sent is not sent twice. */
export function sentAlready({ name }: Pick<StaffMember, 'name'>, { n }: { n: number }): Refusal {
  return invalid('engineerId', `${name} has visit ${n} of this ticket; move that.`)
}

/** Now, and for as long as a visit takes, where nothing else is said. */
export function slotOf(
  { from, until }: { from?: Instant | undefined; until?: Instant | undefined },
  now: Instant,
): Slot {
  const begins = from ?? now
  return { from: begins, until: until ?? begins + usualVisit }
}

interface MoveVisit extends Slot {
  visit: number
  reason: string
  agreedBy?: Contact
}

/** Another time for it, as long as nobody has set out; R4.4: the customer's arrangements count. */
export const moveVisit: Rule<MoveVisit> = {
  who: ['agent', 'manager', 'admin'],
  in: atWork,
  may: oneOf('dispatched', 'accepted'),
  decide(state, { visit, from, until, reason, agreedBy }, actor, now) {
    const known = theirVisit(state, visit, actor, ['dispatched', 'accepted'])
    if (isRefusal(known)) return known
    const was = { from: known.from, until: known.until }
    const data = { visit, engineer: known.engineer, from, until, was, reason, ...(agreedBy && { agreedBy }) }
    return (
      wrongSlot({ from, until }, now) ?? [...(agreedBy ? heardOfCustomer(state) : []), { type: 'visitMoved', data }]
    )
  },
}

interface CancelVisit {
  visit: number
  reason: string
}

/** The desk calls it off, or whoever was sent declines: the engineer is free again. */
export const cancelVisit: Rule<CancelVisit> = {
  who: staffRoles,
  in: [...atWork, 'resolved', 'closed'],
  may: oneOf('dispatched', 'accepted', 'enRoute'),
  decide(state, { visit, reason }, actor) {
    const known = theirVisit(state, visit, actor, ['dispatched', 'accepted', 'enRoute'])
    if (isRefusal(known)) return known
    const { engineer, from, until } = known
    return [{ type: 'visitCancelled', data: { visit, engineer, from, until, because: 'calledOff', reason } }]
  },
}

/** What is planned for a ticket that needs it no more is called off; whoever is on the way says what comes of it. */
export function withoutPlanned({ visits = [] }: TicketState, because: 'resolved' | 'ticketCancelled'): Draft[] {
  return visits.filter(isPlanned).map(({ n, engineer, from, until }) => {
    return { type: 'visitCancelled', data: { visit: n, engineer, from, until, because } }
  })
}

/** Why nobody is booked for that time, whoever it is. */
export function wrongSlot({ from, until }: Slot, now: Instant): Refusal | undefined {
  if (until <= from) return invalid('until', 'A visit ends after it begins.')
  if (until <= now) return invalid('until', 'It must lie ahead.')
  if (until - from > longestVisit)
    return invalid('until', `A visit takes at most ${longestVisit / secondsPerDay} days.`)
  return from > now + furthestAhead ? invalid('from', 'It lies within a year.') : undefined
}

/** SLA 13: what is on its way must come to something first. */
export function somebodyIsOut({
  visits = [],
}: {
  visits?: readonly { n: number; status: string }[]
}): Refusal | undefined {
  const out = visits.find(({ status }) => status === 'enRoute' || status === 'onSite')
  return out && notNow(`An engineer is on the way or there already: end visit ${out.n} first.`)
}
