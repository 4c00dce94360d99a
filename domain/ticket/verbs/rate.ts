import { isStaff } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import type { Draft } from '../events.ts'
import { forbidden, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'
import { ratingEndsAt } from '../afterlife.ts'

interface Rate {
  score: number
  comment?: string
}

/** SLA 14, R1.9: once, up to 30 days late, without changing the status. */
export const rate: Rule<Rate> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['closed'],
  may(standing, actor, now) {
    const { rating, reporter, terms } = standing
    if (rating) return notNow(`This ticket was rated ${rating.score} already; a rating is taken once.`)
    const ends = ratingEndsAt(standing)
    if (ends === undefined || now > ends) return notNow('A rating is taken up to 30 days after the sign-off.')
    if (isStaff(actor) || [terms.acceptor.id, reporter.id].includes(actor.contactId ?? '')) return undefined
    return forbidden('The rating is asked of the acceptor and of the one who reported.')
  },
  decide: (_state, { score, comment }, _actor, now) => [rated(score, comment, now)],
}

export function rated(score: number, comment: string | undefined, at: Instant): Draft {
  return { type: 'rated', data: { rating: { score, ...(comment && { comment }), at } } }
}
