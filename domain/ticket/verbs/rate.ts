import { type Actor, personOf, type StaffMember } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import { isLow } from '../acceptance.ts'
import type { Draft } from '../events.ts'
import { forbidden, notNow } from '../refusal.ts'
import type { TicketState } from '../state.ts'
import type { Rule } from './rule.ts'
import { ratingEndsAt } from '../afterlife.ts'

interface Rate {
  score: number
  comment?: string
  followUp?: FollowUp
}

/** R1.9: a low rating is followed up, by that manager where there is one. */
export interface FollowUp {
  owner?: StaffMember
}

/** SLA 14, R1.9: by the customer alone, once for each sign-off, up to 30 days late, without changing the status. */
export const rate: Rule<Rate> = {
  who: ['customer'],
  in: ['closed'],
  may({ rating, reporter, terms, ...standing }, actor, now) {
    if (rating) return notNow(`This sign-off was rated ${rating.score} already; each is rated once.`)
    const ends = ratingEndsAt({ ...standing, terms })
    if (ends === undefined || now > ends) return notNow('A rating is taken up to 30 days after the sign-off.')
    if ([terms.acceptor?.id, reporter?.id].includes(actor.contactId ?? '')) return undefined
    return forbidden('The rating is asked of the acceptor and of the one who reported.')
  },
  decide: (state, body, actor, now) => [rated(state, body, actor, now)],
}

/** Of the sign-off of this cycle. */
export function rated({ cycle }: TicketState, { score, comment, followUp }: Rate, actor: Actor, at: Instant): Draft {
  const by = personOf(actor)
  const rating = { cycle, score, ...(comment && { comment }), at, by }
  return { type: 'rated', data: { rating, ...(followUp && isLow(rating) && { followUp }) } }
}
