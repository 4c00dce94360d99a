import { isoOrNull, toIso } from '../time/instant.ts'
import { isOurs, pathOf } from './paths.ts'
import type { Step } from './step.ts'

type StepRecord = ReturnType<typeof stepRecordOf>

/** A step as it is shown and stored; instants are ISO, UTC. */
export function stepRecordOf({ step, state, owner, dueAt, done }: Step) {
  return {
    step,
    path: pathOf(step),
    state,
    owner: owner ?? null,
    dueAt: isoOrNull(dueAt),
    doneAt: done ? toIso(done.at) : null,
    doneBy: done?.by ?? null,
    result: done?.result ?? null,
    outcome: done?.outcome ?? null,
  }
}

/** How far it is and whose turn it is: by when we mean to do it, and what came of it for ourselves, is ours (SLA 24). */
function stepsForCustomer(steps: readonly StepRecord[]): StepRecord[] {
  const theirs = steps.filter(({ step }) => !isOurs(step))
  return theirs.map((one) => ({ ...one, dueAt: null, result: null, outcome: null }))
}

/** Of its events: what came of it for ourselves, and why somebody else has it, is ours. */
export const stepsKnown = {
  stepAssigned: ['step', 'owner', 'previous'],
  stepCompleted: ['step', 'owner', 'message', 'channel', 'decision'],
  stepUnattended: 'nothing',
} as const

/** Whom it is about is ours as well, and what it repeats. */
export function onPathsForCustomer({ steps }: { steps: readonly StepRecord[] }) {
  return { steps: stepsForCustomer(steps), complainedOf: [], repeatOf: null }
}
