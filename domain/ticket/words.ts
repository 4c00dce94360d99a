import type { CallBack, StopReason } from '../promises/facts.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import type { TicketState } from './state.ts'

type Said = TicketEvent & { type: 'responded' | 'replied' | 'proposed' | 'stepCompleted' }

/** What our word to the customer keeps beside what it is: who was to be called back has heard of us, and what was asked may be settled (R2.9b). */
export function wordSaid(state: TicketState, { at, data }: Said): TicketState {
  const isClear = 'clearAnswer' in data && data.clearAnswer === true
  return { ...state, ...calledBack(state, at, 'met'), ...(isClear && { answeredAt: state.answeredAt ?? at }) }
}

/** Every call back that is still owed, ended. */
export function calledBack({ callBacks }: TicketState, at: Instant, why: StopReason): Pick<TicketState, 'callBacks'> {
  if (callBacks === undefined) return {}
  return { callBacks: callBacks.map((one) => ({ ...one, done: one.done ?? { at, why } })) }
}

export function withCallBack(
  { callBacks = [] }: TicketState,
  { at, actor, data }: TicketEvent & { type: 'callBackPromised' },
): CallBack[] {
  return [...callBacks, { n: callBacks.length + 1, at, dueAt: data.dueAt, byId: actor.id }]
}
