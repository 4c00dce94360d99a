import type { Rating } from './acceptance.ts'
import { followersOf } from './duplicates.ts'
import { isHeld } from './deadlines.ts'
import type { Party } from './party.ts'
import { isUndecided } from './proposal.ts'
import { ratingOf } from './acceptance.ts'
import type { Terms, TicketState } from './state.ts'
import { isAway } from './parts.ts'
import { type StandingQuote, standingQuote } from './quote.ts'
import { type StandingRemote, standingRemote } from './remote.ts'
import type { StepName } from './paths.ts'
import type { Step } from './step.ts'
import { isOpenVisit, type StandingVisit } from './visit.ts'

/**
 * Of a ticket, what says who may do what to it, whatever it is said with. It is kept with the ticket's row, so that a
 * reader is shown what can be done without asking the ticket's process.
 */
export interface Standing
  extends Pick<
    TicketState,
    | (
        | 'number'
        | 'status'
        | 'tier'
        | 'assignee'
        | 'hadBy'
        | 'calls'
        | 'reporter'
        | 'respondedAt'
        | 'alarmed'
        | 'touchedAt'
      )
    | 'watchers'
  > {
  /** Of the sign-off that stands. */
  rating?: Rating
  /** Our staff logged the sheet, so that the acceptor can dispute it (SLA 14). */
  signedOnPaper?: true
  terms: Pick<Terms, 'acceptor' | 'reopenWindowDays' | 'pauseRules'>
  /** The service was made usable again. */
  restored?: true
  /** Remote support was declared failed, and nobody has come since. */
  remoteFailed?: true
  /** Those under way; absent where there are none. */
  visits?: StandingVisit[]
  /** Those that are left to be done; absent where there are none. */
  steps?: { step: StepName; state: Step['state']; ownerId?: string }[]
  /** The waits, repairs, undone cancellations, visits, proposals or call backs that it has had, whichever are most. */
  periods: number
  /** R4.2: absent while nothing was asked for, authorised or begun. */
  remote?: StandingRemote
  /** R6.3: absent while a contract covers it. */
  quoting?: StandingQuote
  /** R4.3: how many are away; absent where none is. */
  partsAway?: number
  /** The customer has a proposal to decide. */
  undecided?: true
  /** The number of the ticket in which it goes on. */
  mergedInto?: string
  /** Ids of the customer's people who follow it since they reported the same. */
  followers?: string[]
  /** How many other parties are on it, and were ever; absent where there were none. */
  parties?: { on: number; all: number }
  /** How many files it has. */
  attachments?: number
  /** How far the notices of each clock have come that still runs and is not held: in per cent of its target (SLA 22). */
  warned: Record<string, number>
  /** The clocks that run, are not broken, and of which it was told that it is too late to leave for them; absent where there are none. */
  doubted?: string[]
}

export function standingOf(state: TicketState): Standing {
  const { number, status, tier, assignee, hadBy, calls, reporter, respondedAt, alarmed, touchedAt } = state
  const { waits, repairs, undone, proposals, remoteFailures, dispatches, arrivals, callBacks } = state
  const lists = [waits, repairs, undone, proposals, remoteFailures, dispatches, arrivals, callBacks]
  const rating = ratingOf(state)
  const visits = standingVisits(state)
  const remote = standingRemote(state)
  const quoting = standingQuote(state)
  const followers = followersOf(state)
  const partsAway = state.parts?.filter(isAway).length
  const steps = stepsLeft(state)
  const doubted = state.clocks.filter(isDoubted).map(({ id }) => id)
  const { acceptor, reopenWindowDays, pauseRules } = state.terms
  return {
    ...{ number, status, tier, calls, alarmed, touchedAt },
    ...(reporter && { reporter }),
    ...(assignee && { assignee }),
    ...(hadBy && { hadBy }),
    ...(respondedAt !== undefined && { respondedAt }),
    ...(rating && { rating }),
    ...(state.signOff?.method === 'paper' && { signedOnPaper: true }),
    terms: { ...(acceptor && { acceptor }), reopenWindowDays, pauseRules },
    warned: Object.fromEntries(
      state.clocks.flatMap((clock) =>
        clock.stop || clock.reached === 0 || isHeld(state, clock) ? [] : [[clock.id, clock.reached]],
      ),
    ),
    ...(doubted.length > 0 && { doubted }),
    ...(state.restoredAt !== undefined && { restored: true }),
    ...(visits.length > 0 && { visits }),
    ...(remote && { remote }),
    ...(quoting && { quoting }),
    ...(partsAway && { partsAway }),
    ...(steps.length > 0 && { steps }),
    ...(isOwedSomebody(state) && { remoteFailed: true }),
    ...(isUndecided(state) && { undecided: true }),
    ...(state.watchers && state.watchers.length > 0 && { watchers: state.watchers }),
    ...(state.mergedInto && { mergedInto: state.mergedInto.number }),
    ...(followers.length > 0 && { followers }),
    ...(state.parties && { parties: partiesIn(state.parties) }),
    ...(state.attachments && { attachments: state.attachments.length }),
    periods: Math.max(...lists.map((list) => list?.length ?? 0)),
  }
}

function partiesIn(parties: readonly Party[]) {
  return { on: parties.filter(({ removedAt }) => removedAt === undefined).length, all: parties.length }
}

function isDoubted({ infeasible, stop, breach }: TicketState['clocks'][number]): boolean {
  return infeasible !== undefined && stop === undefined && breach === undefined
}

function standingVisits({ visits = [] }: TicketState): StandingVisit[] {
  return visits.filter(isOpenVisit).map(({ n, engineer, status }) => ({ n, engineerId: engineer.id, status }))
}

function stepsLeft({ steps = [] }: TicketState): NonNullable<Standing['steps']> {
  return steps.flatMap(({ step, state, owner }) =>
    state === 'done' ? [] : [{ step, state, ...(owner && { ownerId: owner.id }) }],
  )
}

function isOwedSomebody({ remoteFailures, arrivals }: TicketState): boolean {
  const failed = remoteFailures?.at(-1)
  return failed !== undefined && (arrivals?.at(-1) ?? Number.NEGATIVE_INFINITY) < failed
}
