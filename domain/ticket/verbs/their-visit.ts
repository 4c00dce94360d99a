import { type Actor, isEngineer } from '../../people/actors.ts'
import { forbidden, notNow, type Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import type { StatusName, TicketState } from '../state.ts'
import { isOpenVisit, type Visit, type VisitStatus } from '../visit.ts'

/** Somebody can be sent, and whoever was sent can go. */
export const atWork: readonly StatusName[] = ['open', 'in_progress', 'pending']

/** Engineers speak for themselves, managers and the desk for whoever was sent. */
function isTheirs(engineerId: string, actor: Actor): boolean {
  return !isEngineer(actor) || actor.id === engineerId
}

/** Refuses whoever has no visit that stands so. */
export function oneOf(...statuses: VisitStatus[]) {
  return ({ visits = [] }: Standing, actor: Actor): Refusal | undefined => {
    const theirs = visits.filter(({ engineerId }) => isTheirs(engineerId, actor))
    if (theirs.some(({ status }) => statuses.includes(status))) return undefined
    return notNow(`No visit ${isEngineer(actor) ? 'of yours' : 'of this ticket'} is ${statuses.join(' or ')}.`)
  }
}

/** That visit, where this person may say how it goes on and it stands so; else why not. */
export function theirVisit(
  { visits = [] }: TicketState,
  n: number,
  actor: Actor,
  statuses: readonly VisitStatus[],
): Visit | Refusal {
  const visit = visits.find((one) => one.n === n)
  if (visit === undefined || !isOpenVisit(visit)) return notNow(`No visit ${n} of this ticket is under way.`)
  if (!isTheirs(visit.engineer.id, actor)) return forbidden(`Visit ${n} is that of ${visit.engineer.name}.`)
  if (statuses.includes(visit.status)) return visit
  return notNow(`Visit ${n} is ${visit.status}; it would have to be ${statuses.join(' or ')}.`)
}
