import type { StaffMember } from '../people/actors.ts'
import type { Kind } from '../promises/subject.ts'
import type { Instant } from '../time/instant.ts'
import { nextWorkingDay, workingDaysAfter } from './follow-up.ts'
import { doneAgain, isOurs, type PathName, pathOf, pathOfKind, type StepName, stepsOf, termsOf } from './paths.ts'
import type { TicketState } from './state.ts'
import type { Step } from './step.ts'

/** The ticket with a path that begins; a step of it that somebody owns already keeps its owner. */
export function withPath(state: TicketState, path: PathName, at: Instant, owner?: StaffMember): TicketState {
  const others = (state.steps ?? []).filter(({ step }) => pathOf(step) !== path)
  const begun = stepsOf(path).map((step, index) => anew({ step, ...(index === 0 && owner && { owner }) }))
  return { ...state, steps: [...others, ...opened(state, begun, at)] }
}

/** Another kind is another path, or none; what was done on the former stands in the events. */
export function onPathOfKind(state: TicketState, path: PathName | undefined, at: Instant): TicketState {
  const ours = (state.steps ?? []).filter(({ step }) => isOurs(step))
  const { steps: _former, complainedOf: _whom, ...rest } = state
  const kept = ours.length > 0 ? { ...rest, steps: ours } : rest
  return path === undefined ? kept : withPath(kept, path, at)
}

/** SLA 12: what was answered did not satisfy: from its cause on, the path is gone again by those who own its steps. */
export function goneAgain(state: TicketState, at: Instant): TicketState {
  const path = pathOfKind(state.kind)
  if (path === undefined || state.steps === undefined) return state
  const again = doneAgain(path)
  const steps = state.steps.map((one) => (again.includes(one.step) ? anew(one) : one))
  return { ...state, steps: opened(state, steps, at) }
}

/** A step to be done, or done again, by whoever owned it. */
export function anew({ step, owner }: Pick<Step, 'step' | 'owner'>): Step {
  return { step, state: 'waiting', told: 0, ...(owner && { owner }) }
}

/** Of each path the first that is not done is open. */
export function opened(state: TicketState, steps: readonly Step[], at: Instant): Step[] {
  return steps.map((one, index) => {
    const before = steps.slice(0, index).filter(({ step }) => pathOf(step) === pathOf(one.step))
    if (one.state !== 'waiting' || before.some((earlier) => earlier.state !== 'done')) return one
    const owner = one.owner ?? (termsOf(one.step).theirs ? before.at(-1)?.owner : undefined)
    return watched(
      state,
      { ...one, ...(owner && { owner }), state: 'open', dueAt: workingDaysAfter(state, termsOf(one.step).days, at) },
      at,
    )
  })
}

/** SLA 20: whoever owns it is left alone until it is due; what nobody owns comes up again the next working day. */
export function watched(state: TicketState, step: Step, at: Instant): Step {
  if (step.dueAt === undefined) return step
  const next = nextWorkingDay(state, at)
  const isQuiet = step.owner !== undefined && step.dueAt > at
  return { ...step, lookAt: isQuiet ? step.dueAt : step.dueAt > at ? Math.min(next, step.dueAt) : next }
}

/** SLA 23: what a customer loses by another kind: the steps that are left of the path. */
export function stepsDropped({ kind, steps = [] }: TicketState, to: Kind): string[] {
  const left = steps.filter(({ step, state }) => !isOurs(step) && state !== 'done')
  if (kind === to || left.length === 0) return []
  return [`the steps of the ${kind} that are left would not be done (${left.map(({ step }) => step).join(', ')})`]
}

/** What is to be done now: on the path of that step, or on the one of the ticket's kind. */
export function openStep({ steps = [] }: Pick<TicketState, 'steps'>, of?: StepName): Step | undefined {
  return steps.find(({ step, state }) => state === 'open' && (of ? pathOf(step) === pathOf(of) : !isOurs(step)))
}

/** Of what a low rating asked for, something is left. */
export function isFollowedUp({ steps = [] }: TicketState): boolean {
  return steps.some(({ step, state }) => pathOf(step) === 'lowRating' && state === 'open')
}
