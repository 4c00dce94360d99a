import { staffRoles } from '../../people/roles.ts'
import { staffMember } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { pauseEndsAt } from '../follow-up.ts'
import { isRefusal, notNow } from '../refusal.ts'
import type { StatusName, TicketState } from '../state.ts'
import { openVisitStatuses, type VisitStatus, type WorkReport } from '../visit.ts'
import { atWork, oneOf, theirVisit } from './their-visit.ts'
import { tooManyAway } from './parts.ts'
import type { Rule } from './rule.ts'

interface DeclareRemoteFailed {
  reason: string
}

/** Whoever is out when the ticket is repaired or closed comes back all the same. */
const whileOut: readonly StatusName[] = [...atWork, 'resolved', 'closed']
/** The desk cannot say for others where they are. */
export const whoeverGoes = ['engineer', 'senior', 'manager', 'admin'] as const

/** R2.3: what is promised from then on, such as somebody on site, counts from here. */
export const declareRemoteFailed: Rule<DeclareRemoteFailed> = {
  who: staffRoles,
  in: atWork,
  may: ({ remoteFailed }) =>
    remoteFailed ? notNow('Remote support was declared failed already, and nobody has come since.') : undefined,
  decide: (_state, body) => [{ type: 'remoteFailed', data: body }],
}

interface OfVisit {
  visit: number
}

/** R4.1: whoever was sent says that they will go; until then they are paged. */
export const acceptVisit: Rule<OfVisit> = {
  who: whoeverGoes,
  in: atWork,
  may: oneOf('dispatched'),
  decide(state, { visit }, actor) {
    const known = theirVisit(state, visit, actor, ['dispatched'])
    return isRefusal(known) ? known : [{ type: 'visitAccepted', data: { visit, engineer: known.engineer } }]
  },
}

const notOut: VisitStatus[] = ['dispatched', 'accepted']

/** Whoever sets out has accepted it. */
export const depart: Rule<OfVisit> = {
  who: whoeverGoes,
  in: atWork,
  may: oneOf(...notOut),
  decide(state, { visit }, actor) {
    const known = theirVisit(state, visit, actor, notOut)
    return isRefusal(known) ? known : [{ type: 'departed', data: { visit, engineer: known.engineer } }]
  },
}

interface Arrive {
  /** Absent for whoever came without being sent. */
  visit?: number
  note?: string
}

const notThere: VisitStatus[] = openVisitStatuses.filter((status) => status !== 'onSite')

/** R2.7, SLA 9: checked in on site by whoever can handle the fault, in person: the desk cannot say it for others. */
export const arrive: Rule<Arrive> = {
  who: whoeverGoes,
  in: whileOut,
  // Nobody is expected where nothing is left to be done; whoever was sent before arrives all the same.
  may: (standing, actor) => (atWork.includes(standing.status.name) ? undefined : oneOf(...notThere)(standing, actor)),
  decide(state, { visit: named, ...said }, actor) {
    const sent = state.visits?.find(({ engineer, status }) => engineer.id === actor.id && notThere.includes(status))
    const visit = named ?? sent?.n
    if (visit === undefined) return [{ type: 'arrived', data: { ...said, engineer: staffMember(actor) } }]
    const known = theirVisit(state, visit, actor, notThere)
    return isRefusal(known) ? known : [{ type: 'arrived', data: { ...said, visit, engineer: known.engineer } }]
  },
}

interface CompleteVisit {
  visit: number
  report: WorkReport
  /** What it takes away is followed (R4.3). */
  tracks?: true
}

/** R4.1, R4.4: what was done, what was brought, left and removed, and who of the customer confirmed it. */
export const completeVisit: Rule<CompleteVisit> = {
  who: whoeverGoes,
  in: whileOut,
  may: oneOf('onSite'),
  decide(state, { visit, report, tracks }, actor) {
    const known = theirVisit(state, visit, actor, ['onSite'])
    if (isRefusal(known)) return known
    const removed = report.material.filter(({ move }) => move === 'removed').length
    const full = tracks && tooManyAway(state, removed)
    const data = { visit, engineer: known.engineer, report, ...(tracks && { tracks }) }
    return full || [{ type: 'visitCompleted', data }]
  },
}

interface AbandonVisit {
  visit: number
  reason: string
}

/** SLA 10, 21: access is the customer's to give. It is waited for, where the contract lets that be a reason. */
export const abandonVisit: Rule<AbandonVisit> = {
  who: whoeverGoes,
  in: whileOut,
  may: oneOf('enRoute', 'onSite'),
  decide(state, { visit, reason }, actor, now) {
    const known = theirVisit(state, visit, actor, ['enRoute', 'onSite'])
    if (isRefusal(known)) return known
    return [
      { type: 'noAccess', data: { visit, engineer: known.engineer, reason } },
      ...waitsForTheCustomer(state, reason, now),
    ]
  },
}

function waitsForTheCustomer(state: TicketState, explanation: string, now: Instant): Draft[] {
  const { status, terms } = state
  const granted = terms.pauseRules.some(({ reason }) => reason === 'customer')
  if (!granted || (status.name !== 'open' && status.name !== 'in_progress')) return []
  return [{ type: 'paused', data: { reason: 'customer', explanation, expectedEnd: pauseEndsAt(state, now) } }]
}
