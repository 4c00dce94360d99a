import type { Kind } from '../promises/subject.ts'

/** R1.14: what each step of a path asks, beside its responsible person. */
interface StepTerms {
  /** In working days from its beginning: the desk's own target, promised to nobody (SLA 24). */
  days: number
  /** It is told to the customer, in words that whoever does it writes. */
  tells?: true
  /** It says whom of us the complaint is about. */
  namesWhom?: true
  /** Nobody whom the complaint is about owns it. */
  impartial?: true
  /** It ends with a decision of ours. */
  decides?: true
  /** What is said with it is proposed to the customer, whose decision comes next. */
  proposes?: true
  /** It is the customer's decision; its owner sees to it that it comes. */
  theirs?: true
}

/**
 * The paths that are made of steps, each in its order. A ticket is on that of its kind, if there is one; the last two
 * begin by what happens to it, and are ours alone.
 */
export const paths = {
  /** R1.9 */
  complaint: {
    acknowledge: { days: 1, tells: true, namesWhom: true },
    investigate: { days: 3, impartial: true },
    correct: { days: 5 },
    prevent: { days: 5 },
    answer: { days: 2, tells: true },
  },
  /** R1.6 */
  change: {
    assess: { days: 3 },
    plan: { days: 5, proposes: true },
    confirm: { days: 10, theirs: true },
    build: { days: 10 },
    deliver: { days: 3, tells: true },
  },
  /** R1.13 */
  suggestion: {
    takeIn: { days: 2, tells: true },
    decide: { days: 10, decides: true },
    inform: { days: 2, tells: true },
  },
  /** SLA 14: what came of a low rating. */
  lowRating: { followUp: { days: 2 } },
  /** SLA 16: why the same cause came back. */
  repeat: { review: { days: 2 } },
} satisfies Record<string, Record<string, StepTerms>>

export type PathName = keyof typeof paths
type StepsOf = { [P in PathName]: keyof (typeof paths)[P] }
/** Each name stands in one path alone. */
export type StepName = StepsOf[PathName]

export const pathNames = Object.keys(paths) as PathName[]
export const stepNames = pathNames.flatMap((path) => Object.keys(paths[path]) as StepName[])

/** Where what was answered did not satisfy, the path goes on from here. */
const againFrom: { [P in PathName]?: StepsOf[P] } = { complaint: 'investigate', change: 'build', suggestion: 'decide' }

/** R1.13 */
export const outcomes = ['accepted', 'declined', 'later'] as const
export type Outcome = (typeof outcomes)[number]

export function stepsOf(path: PathName): StepName[] {
  return Object.keys(paths[path]) as StepName[]
}

export function pathOf(step: StepName): PathName {
  const path = pathNames.find((one) => step in paths[one])
  if (path === undefined) throw new Error(`No path has a step ${step}`)
  return path
}

export function termsOf(step: StepName): StepTerms {
  return (paths[pathOf(step)] as Record<string, StepTerms>)[step] as StepTerms
}

export function pathOfKind(kind: Kind): PathName | undefined {
  return pathNames.find((path) => path === kind)
}

/** Nobody of the customer learns of it. */
export function isOurs(step: StepName): boolean {
  const path = pathOf(step)
  return path === 'lowRating' || path === 'repeat'
}

/** For its events. */
export function ofOurs(step: StepName): { internal?: true } {
  return isOurs(step) ? { internal: true } : {}
}

/** The steps that are to be done again when the repair did not stand. */
export function doneAgain(path: PathName): StepName[] {
  const from = againFrom[path]
  const steps = stepsOf(path)
  return from === undefined ? [] : steps.slice(steps.indexOf(from))
}
