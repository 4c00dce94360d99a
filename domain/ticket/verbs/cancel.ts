import type { Actor } from '../../people/actors.ts'
import { undoingEndsAt } from '../afterlife.ts'
import type { CancelReason } from '../state.ts'
import { forbidden, invalid, notNow, type Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import { somebodyIsOnline } from './remote.ts'
import type { Rule } from './rule.ts'
import { somebodyIsOut, withoutPlanned } from './visit.ts'

interface Cancel {
  reason: CancelReason
  explanation?: string
}

/** SLA 13: nobody cancels a breach away. A cancelled ticket's clocks stop with that reason and leave the figures. */
export const cancel: Rule<Cancel> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['open', 'in_progress', 'pending'],
  may: notGivenUp,
  decide(state, body, actor) {
    const reasons = reasonsOf(actor)
    if (!reasons.includes(body.reason)) return invalid('reason', `You may cancel as ${reasons.join(' or ')}.`)
    return [{ type: 'cancelled', data: body }, ...withoutPlanned(state, 'ticketCancelled')]
  },
}

interface Reinstate {
  reason: string
}

/**
 * SLA 13: a cancellation by mistake is undone within a day, by whoever may cancel for that reason. The clocks go on as if
 * the cancelled time had not been.
 */
export const reinstate: Rule<Reinstate> = {
  who: ['customer', 'agent', 'manager', 'admin'],
  in: ['cancelled'],
  may(standing, actor, now) {
    const { status, number } = standing
    const ends = undoingEndsAt(standing)
    if (status.name !== 'cancelled' || ends === undefined || now > ends) {
      return notNow(`A cancellation is undone within a day; open a new ticket that follows ${number}.`)
    }
    const alarm = notAfterAnAlarm(standing, actor)
    const may = status.reason === 'merged' ? actor.role !== 'customer' : reasonsOf(actor).includes(status.reason)
    if (alarm || may) return alarm
    return forbidden('You undo what you may cancel yourself; ask a manager.')
  },
  decide: ({ mergedInto }, body) => [
    { type: 'reinstated', data: { ...body, ...(mergedInto && { from: mergedInto }) } },
  ],
}

/** Nor does anybody give a ticket up while somebody is out or online for it. */
export function notGivenUp(standing: Standing, actor: Actor): Refusal | undefined {
  return notAfterAnAlarm(standing, actor) ?? somebodyIsOut(standing) ?? somebodyIsOnline(standing)
}

/** What customers give up is theirs; the record and the figures keep what was broken. */
function notAfterAnAlarm({ alarmed }: Standing, actor: Actor): Refusal | undefined {
  if (!alarmed || actor.role !== 'agent') return undefined
  return forbidden('After a warning or a breach only a manager cancels or undoes it, or the customer who withdrew.')
}

function reasonsOf(actor: Actor): readonly CancelReason[] {
  if (actor.role === 'customer') return ['withdrawn']
  if (actor.role === 'agent') return ['duplicate', 'spam']
  return ['withdrawn', 'duplicate', 'spam', 'other']
}
