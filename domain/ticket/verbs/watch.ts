import { type Actor, isStaff } from '../../people/actors.ts'
import { roles } from '../../people/roles.ts'
import { mayActOn } from '../hands.ts'
import { invalid, notNow } from '../refusal.ts'
import { type Standing, standingOf } from '../standing.ts'
import { statusNames } from '../state.ts'
import { type Watcher, watcherIdOf } from '../watcher.ts'
import type { Rule } from './rule.ts'

interface AddWatcher {
  watcher: Watcher
}

/** R3.5, R9.1: customers name their own people, our staff also each other; whoever is named was looked up among those who may read it. */
export const addWatcher: Rule<AddWatcher> = {
  who: roles,
  in: ['open', 'in_progress', 'pending', 'resolved'],
  decide(state, { watcher }, actor) {
    const { internal, ...named } = watcher
    const field = internal ? 'userId' : 'contactId'
    if (internal && !isStaff(actor)) return invalid(field, 'You name people of your own organisation.')
    if (state.watchers?.some(({ id }) => id === watcher.id))
      return invalid(field, `${watcher.name} watches it already.`)
    if (state.reporter?.id === watcher.id) {
      return invalid(field, `${watcher.name} reported it, and is told of all of it already.`)
    }
    return [{ type: 'watcherAdded', data: { watcher: named, ...(internal && { internal }) } }]
  },
}

interface RemoveWatcher {
  watcherId: string
}

/** Whoever watches may stop, whosever the ticket is now. */
export const removeWatcher: Rule<RemoveWatcher> = {
  who: roles,
  in: statusNames,
  whoeverElse: (standing, actor) => standing.watchers?.some(({ id }) => id === watcherIdOf(actor)) === true,
  may: (standing, actor) => (knownTo(actor, standing).length > 0 ? undefined : notNow('Nobody watches this ticket.')),
  decide(state, { watcherId }, actor) {
    if (watcherId !== watcherIdOf(actor) && !mayActOn(standingOf(state), actor)) {
      return invalid('watcherId', 'This ticket is not with you: you remove nobody but yourself.')
    }
    const watcher = knownTo(actor, state).find(({ id }) => id === watcherId)
    if (watcher === undefined) return invalid('watcherId', 'Nobody by that id watches this ticket.')
    const { internal, ...named } = watcher
    return [{ type: 'watcherRemoved', data: { watcher: named, ...(internal && { internal }) } }]
  },
}

/** No customer learns which of us watch. */
function knownTo(actor: Actor, { watchers = [] }: Pick<Standing, 'watchers'>): Watcher[] {
  return isStaff(actor) ? watchers : watchers.filter(({ internal }) => !internal)
}
