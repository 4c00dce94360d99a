import type { Rule } from './rule.ts'

interface Note {
  text: string
}

/** An internal note: the customer never sees it, and it answers nothing (SLA 7). */
export const note: Rule<Note> = {
  who: ['agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending', 'resolved', 'closed'],
  decide: (_state, body) => [{ type: 'noted', data: body }],
}
