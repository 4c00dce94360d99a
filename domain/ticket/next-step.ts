import { isTheirs } from '../promises/metrics.ts'
import { toIso } from '../time/instant.ts'
import { endsAt } from './afterlife.ts'
import { nextDeadline } from './deadlines.ts'
import { standingOf } from './standing.ts'
import type { TicketState } from './state.ts'

/** What runs next, and when, if nobody does anything. */
export interface NextStep {
  what:
    | ('warning' | 'breach' | 'page' | 'pauseOverrun')
    | ('signOffReminder' | 'signOffLapse')
    | 'deemedAcceptance'
    | ('visitUnaccepted' | 'partyOverdue')
    | ('remoteUnanswered' | 'remoteRanOut')
    | 'partOverdue'
    | 'stepUnattended'
    | 'infeasible'
    | 'followUp'
    | 'end'
  at: string
  clockId: string | null
  percent: number | null
}

export function nextStepOf(state: TicketState): NextStep | null {
  const deadline = nextDeadline(state)
  if (deadline?.kind === 'threshold') {
    const { clock, threshold, at } = deadline
    const what = stepAt(isTheirs(clock.metric), threshold.percent)
    return { what, at: toIso(at), clockId: clock.id, percent: threshold.percent }
  }
  if (deadline?.kind === 'signOffReminder') {
    return { what: deadline.kind, at: toIso(deadline.at), clockId: deadline.clock.id, percent: null }
  }
  if (deadline?.kind === 'infeasible') {
    return { what: deadline.kind, at: toIso(deadline.at), clockId: deadline.judged.clock.id, percent: null }
  }
  if (deadline) return { what: deadline.kind, at: toIso(deadline.at), clockId: null, percent: null }
  const end = endsAt(standingOf(state))
  return end === undefined ? null : { what: 'end', at: toIso(end), clockId: null, percent: null }
}

function stepAt(theirs: boolean, percent: number): NextStep['what'] {
  if (percent > 100) return 'page'
  if (percent < 100) return theirs ? 'signOffReminder' : 'warning'
  return theirs ? 'signOffLapse' : 'breach'
}
