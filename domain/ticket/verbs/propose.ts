import { staffRoles } from '../../people/roles.ts'
import { type Contact, isStaff } from '../../people/actors.ts'
import { type Instant, secondsPerDay } from '../../time/instant.ts'
import { forbidden, invalid, notNow, type Refusal, unanswered } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import { isUndecided } from '../proposal.ts'
import { heardOfCustomer } from '../waiting.ts'
import { notAhead } from './ahead.ts'
import type { Rule } from './rule.ts'

interface Propose {
  solution: string
  /** The customer is asked to decide until then; nobody is, when absent. */
  decideBy?: Instant
}

/** Longer than any committee takes; what is to be decided later is proposed later. */
const longestDecision = 92 * secondsPerDay

/**
 * R1.6: how it is to be solved, told to the customer before it is carried out. It meets `solution`, and answers what the
 * customer wrote. Who is asked to decide is waited for (SLA 10), and another proposal takes the place of one that is undecided.
 */
export const propose: Rule<Propose> = {
  who: staffRoles,
  in: ['in_progress', 'pending'],
  may: ({ respondedAt }) => (respondedAt === undefined ? notNow(unanswered) : undefined),
  decide(state, body, _actor, now) {
    const { decideBy } = body
    const wrong = wrongDecideBy(decideBy, now)
    if (wrong) return wrong
    // Nobody is waited for any more who was asked to decide what it takes the place of.
    const isOver = decideBy === undefined && isUndecided(state)
    return [{ type: 'proposed', data: body }, ...(isOver ? heardOfCustomer(state) : [])]
  },
}

export function wrongDecideBy(decideBy: Instant | undefined, now: Instant): Refusal | undefined {
  const tooFar = 'It lies within 92 days; propose it again if it takes longer.'
  return notAhead('decideBy', decideBy, now, { most: longestDecision, tooFar })
}

interface DecideProposal {
  accepted: boolean
  reason?: string
  /** Who of the customer said it, when our staff write it down. */
  from?: Contact
}

/** R1.6: the customer's word on the newest proposal, given or written down by us; it ends the wait for it. */
export const decideProposal: Rule<DecideProposal> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['in_progress', 'pending'],
  may({ undecided, number, steps, terms }, actor) {
    if (!undecided) return notNow(`No proposal of ${number} waits for a decision.`)
    if (isStaff(actor) || !confirms(steps) || isAcceptor(terms, actor.contactId)) return undefined
    return forbidden(`${terms.acceptor?.name} confirms the plan of this change; ask for that decision.`)
  },
  decide(state, body, actor) {
    if (isStaff(actor) && body.from === undefined) return invalid('from', 'Name who of the customer said it.')
    if (!isStaff(actor) && body.from !== undefined) return invalid('from', 'You decide for yourself; leave it out.')
    if (body.from && confirms(state.steps) && !isAcceptor(state.terms, body.from.id)) {
      return invalid('from', `${state.terms.acceptor?.name} confirms the plan of this change, and nobody else.`)
    }
    if (!body.accepted && body.reason === undefined) return invalid('reason', 'Say what does not suit you.')
    return [{ type: 'proposalDecided', data: body }, ...heardOfCustomer(state)]
  },
}

/** R1.6: the plan of a change is the acceptor's to confirm, as its result is to sign; where nobody is named, anybody's. */
function isAcceptor({ acceptor }: Standing['terms'], id: string | undefined): boolean {
  return acceptor === undefined || acceptor.id === id
}

function confirms(steps: Standing['steps'] = []): boolean {
  return steps.some(({ step, state }) => step === 'confirm' && state === 'open')
}
