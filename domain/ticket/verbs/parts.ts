import { staffRoles } from '../../people/roles.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { endsWait, isAway, mostParts, type NewPart, type PartMove } from '../parts.ts'
import { lastOf } from '../parts-after.ts'
import { invalid, notNow, type Refusal } from '../refusal.ts'
import { statusNames, type TicketState } from '../state.ts'
import { atWork } from './their-visit.ts'
import { notAhead } from './ahead.ts'
import type { Rule } from './rule.ts'

const furthestAhead = 366 * secondsPerDay

/** R4.3: a part is needed, or equipment leaves the customer. What a visit takes away is put down by its report. */
export const addPart: Rule<NewPart> = {
  who: staffRoles,
  in: atWork,
  may: ({ partsAway = 0 }) => (partsAway < mostParts ? undefined : notNow(tooMany)),
  decide(state, body, _actor, now) {
    return wrongDay(body, now) ?? [{ type: 'partAdded', data: { ...body, part: lastOf(state.parts) + 1 } }]
  },
}

/** R4.3: where it goes, that it came, and what became of it, also after the ticket is closed. */
export const movePart: Rule<Omit<PartMove, 'what'>> = {
  who: staffRoles,
  in: statusNames,
  may: ({ partsAway = 0 }) => (partsAway > 0 ? undefined : notNow('Nothing is away: no part is asked for or taken.')),
  decide(state, body, _actor, now) {
    const known = state.parts?.find(({ n }) => n === body.part)
    if (known === undefined || !isAway(known)) return invalid('part', `No part ${body.part} of this ticket is away.`)
    const travels = body.step === 'sent' || body.step === 'received'
    if (travels && !body.place) return invalid('place', 'Say where to, or where it came: vendor, us or customer.')
    if (!travels && body.place) return invalid('place', `What is ${body.step} goes nowhere more; leave it out.`)
    if (body.step === 'writtenOff' && !body.note) return invalid('note', 'Say why it does not come back.')
    const moved: Draft = { type: 'partMoved', data: { ...body, what: known.what } }
    return wrongDay(body, now) ?? [moved, ...waitOver(state, body)]
  },
}

/** SLA 10: what it waited for has come, so that the clocks run again. */
function waitOver({ status }: TicketState, body: Omit<PartMove, 'what'>): Draft[] {
  const isIt = status.name === 'pending' && status.part?.n === body.part
  return isIt && endsWait(body) ? [{ type: 'resumed', data: {} }] : []
}

const tooMany = `${mostParts} parts are away; say first what became of some.`

/** R4.3: so much is not followed at once. */
export function tooManyAway({ parts = [] }: TicketState, more: number): Refusal | undefined {
  return parts.filter(isAway).length + more > mostParts ? notNow(tooMany) : undefined
}

function wrongDay({ expectedBy }: { expectedBy?: Instant }, now: Instant): Refusal | undefined {
  return notAhead('expectedBy', expectedBy, now, { most: furthestAhead, tooFar: 'It lies within a year.' })
}
