import { staffRoles } from '../../people/roles.ts'
import { isOver } from '../afterlife.ts'
import { notNow } from '../refusal.ts'
import { statusNames } from '../state.ts'
import type { Rule } from './rule.ts'

interface Note {
  text: string
}

/**
 * An internal note: the customer never sees it, and it answers nothing (SLA 7). A closed or cancelled ticket takes notes
 * as long as anything can happen to it.
 */
export const note: Rule<Note> = {
  who: staffRoles,
  in: statusNames,
  may(standing, _actor, now) {
    if (!isOver(standing, now)) return undefined
    return notNow(`${standing.number} is over; open a new ticket that follows it, and write it there.`)
  },
  decide: (_state, body) => [{ type: 'noted', data: body }],
}
