import { personOf } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'
import type { TicketEvent } from './events.ts'
import type { StepName } from './paths.ts'
import type { TicketState } from './state.ts'
import type { Step } from './step.ts'
import { anew, opened, watched } from './steps.ts'

/** R1.6: the plan of a change lies with the customer, who confirms it before anything is built. */
export function isToConfirm({ steps = [] }: Pick<TicketState, 'steps'>): boolean {
  return steps.some(({ step, state }) => step === 'confirm' && state === 'open')
}

/** Until when the customer was asked to decide is when its owner looks for the decision. */
export function toBeConfirmed(state: TicketState, { at, data }: TicketEvent & { type: 'proposed' }): TicketState {
  const { decideBy } = data
  if (decideBy === undefined || !isToConfirm(state)) return state
  return withStep(state, 'confirm', at, (step) => watched(state, { ...step, dueAt: decideBy }, at))
}

/** What is accepted is built; what is declined is planned anew, by whoever planned it. */
export function confirmed(state: TicketState, event: TicketEvent & { type: 'proposalDecided' }): TicketState {
  if (!isToConfirm(state)) return state
  const { at, actor, data } = event
  const by = data.from ?? personOf(actor)
  if (!data.accepted) {
    return withStep(withStep(state, 'plan', at, anew), 'confirm', at, anew)
  }
  const done = { at, by, result: '', outcome: 'accepted' as const }
  return withStep(state, 'confirm', at, ({ lookAt: _over, ...step }) => ({ ...step, state: 'done', done }))
}

function withStep(state: TicketState, name: StepName, at: Instant, change: (step: Step) => Step): TicketState {
  const steps = (state.steps ?? []).map((one) => (one.step === name ? change(one) : one))
  return { ...state, steps: opened(state, steps, at) }
}
