import { notNow, unanswered } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Propose {
  solution: string
}

/** R1.6: how it is to be solved, told to the customer before it is carried out. It meets `solution`, and answers what the customer wrote. */
export const propose: Rule<Propose> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['in_progress', 'pending'],
  may: ({ respondedAt }) => (respondedAt === undefined ? notNow(unanswered) : undefined),
  decide: (_state, body) => [{ type: 'proposed', data: body }],
}
