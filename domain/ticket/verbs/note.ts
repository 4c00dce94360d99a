import type { Rule } from './rule.ts'

/** An internal note: the customer never sees it, and it answers nothing (SLA 7). */
export const note: Rule<'note'> = (_state, body) => [{ type: 'noted', data: body }]
