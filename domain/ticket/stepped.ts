import type { TicketEvent } from './events.ts'
import { nextWorkingDay } from './follow-up.ts'
import { shortened } from './kept.ts'
import { isOneOf } from './one-of.ts'
import type { TicketState } from './state.ts'
import type { StepHappening } from './step-happenings.ts'
import type { Step } from './step.ts'
import { opened, watched } from './steps.ts'
import { wordSaid } from './words.ts'
import { ended } from '../promises/facts.ts'

type StepAct = StepHappening['type']
export type StepEvent = Extract<TicketEvent, { type: StepAct }>

export const isOfStep = isOneOf<StepAct>({ stepAssigned: true, stepCompleted: true, stepUnattended: true })

/** The ticket after what happened to one of its steps. */
export function stepped(state: TicketState, event: StepEvent): TicketState {
  const { at } = event
  const changed = (state.steps ?? []).map((one) => (one.step === event.data.step ? moved(state, one, event) : one))
  const after = { ...state, steps: opened(state, changed, at) }
  if (event.type !== 'stepCompleted') return after
  const { about, message } = event.data
  const known = about ? { ...after, complainedOf: about } : after
  return message === undefined ? known : told(known, event)
}

function moved(state: TicketState, step: Step, event: StepEvent): Step {
  const { at, actor } = event
  switch (event.type) {
    case 'stepAssigned':
      return step.state === 'open'
        ? watched(state, { ...step, owner: event.data.owner }, at)
        : { ...step, owner: event.data.owner }
    case 'stepUnattended':
      return { ...step, told: event.data.times, lookAt: nextWorkingDay(state, at) }
    case 'stepCompleted': {
      const { owner, result, outcome } = event.data
      const { lookAt: _over, ...quiet } = step
      const by = { id: actor.id, name: actor.name }
      return {
        ...quiet,
        owner,
        state: 'done',
        done: { at, by, result: shortened(result), ...(outcome && { outcome }) },
      }
    }
  }
}

/** What the customer is told with a step is a word of ours: the first one is the first answer (SLA 7), and each ends a round (SLA 8). */
function told(state: TicketState, event: TicketEvent & { type: 'stepCompleted' }): TicketState {
  return {
    ...wordSaid(state, event),
    respondedAt: state.respondedAt ?? event.at,
    rounds: ended(state.rounds, event.at),
    status: state.status.name === 'open' ? { name: 'in_progress' } : state.status,
  }
}
