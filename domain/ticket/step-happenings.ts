import type { StaffMember } from '../people/actors.ts'
import type { Channel } from '../promises/subject.ts'
import type { Instant } from '../time/instant.ts'
import type { Outcome, StepName } from './paths.ts'

/** R1.14: what happens to a step, in the past tense. */
export type StepHappening =
  | { type: 'stepAssigned'; data: OfStep & { owner: StaffMember; previous?: StaffMember; reason?: string } }
  | {
      type: 'stepCompleted'
      data: OfStep & {
        owner: StaffMember
        /** For ourselves. */
        result: string
        /** What the customer is told. */
        message?: string
        channel?: Channel
        /** Whom of us the complaint is about. */
        about?: StaffMember[]
        outcome?: Outcome
        /** What was decided before, now that the customer is told. */
        decision?: Outcome
      }
    }
  /** SLA 20: nobody owns it, or it is not done in time. */
  | { type: 'stepUnattended'; data: OfStep & { owner?: StaffMember; dueAt: Instant; times: number } }

/** `internal`: no customer learns of that path. */
interface OfStep {
  step: StepName
  internal?: true
}
