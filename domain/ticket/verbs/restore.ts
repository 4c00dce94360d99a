import { staffRoles } from '../../people/roles.ts'
import { notNow, unanswered } from '../refusal.ts'
import type { Rule } from './rule.ts'

interface Restore {
  workaround: string
}

/** The service is usable again, if only by a workaround; the cause is still to be removed. It meets `restore`. */
export const restore: Rule<Restore> = {
  who: staffRoles,
  in: ['in_progress', 'pending'],
  may({ respondedAt, restored }) {
    if (respondedAt === undefined) return notNow(unanswered)
    return restored
      ? notNow('The service was said to be usable again already; resolve it, or note what is new.')
      : undefined
  },
  decide: (_state, body) => [{ type: 'restored', data: body }],
}
