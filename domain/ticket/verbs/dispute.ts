import { disputingEndsAt } from '../afterlife.ts'
import { raiseOnRepeat } from '../raise.ts'
import { forbidden, notNow } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Dispute {
  reason: string
}

const notOnPaper = 'Only what our staff logged as signed on paper is disputed; have the ticket reopened instead.'

/** SLA 14: the acceptor in whose name our staff logged a sheet says that it does not hold; work goes on. */
export const disputeSignOff: Rule<Dispute> = {
  who: ['customer'],
  in: ['closed'],
  may({ signedOnPaper, terms, ...standing }, actor, now) {
    if (terms.acceptor === undefined || actor.contactId !== terms.acceptor.id) {
      return forbidden('Only the acceptor, in whose name it was signed, disputes it.')
    }
    if (signedOnPaper !== true) return notNow(notOnPaper)
    const ends = disputingEndsAt({ ...standing, terms })
    if (ends === undefined || now <= ends) return undefined
    return notNow(`The time for it is over; open a new ticket that follows ${standing.number}.`)
  },
  decide(state, { reason }, _actor, now) {
    if (state.signOff === undefined) return notNow(notOnPaper)
    return [
      { type: 'signOffDisputed', data: { reason, signOff: state.signOff } },
      ...raiseOnRepeat(state, 'The acceptor disputes the signature', now),
    ]
  },
}
