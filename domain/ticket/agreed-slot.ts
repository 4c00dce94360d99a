import { type ClockTerms, mannerOf } from '../promises/clock.ts'
import { type Owed, pausesOf } from '../promises/owed.ts'
import type { Instant, Interval } from '../time/instant.ts'
import { dueAt, workingTimeOf } from '../time/working-time.ts'
import type { TicketState } from './state.ts'

interface Choice {
  terms: ClockTerms
  from: Instant
}

/** The source of a time that the customer chose, and no plan. */
const agreedSource = 'agreed-slot'

/** A time was agreed on just now, by which what is promised may move. */
export function agreesOnTime({ agreedSlot }: TicketState, { at, type }: { at: Instant; type: string }): boolean {
  return agreedSlot?.at === at && (type === 'dispatched' || type === 'visitMoved')
}

/**
 * SLA 9: a later slot that the customer chose becomes the target of the arrival, and stays it whoever goes. What the plan
 * promises sooner or as soon is not wanted sooner; an earlier slot is our own offer, and moves no promise.
 */
export function asAgreed(state: TicketState, owed: Owed, planned: Choice | undefined): Choice | undefined {
  const { agreedSlot, coverage } = state
  if (planned === undefined || owed.metric !== 'arrival' || agreedSlot === undefined) return planned
  const { terms, from } = planned
  const paused = pausesOf(state, { metric: 'arrival', from })
  const closed = paused.flatMap(({ from, to }): Interval[] => (to === undefined ? [] : [[from, to]]))
  const due = dueAt(workingTimeOf(terms.calendar, coverage), terms.target, from, closed)
  if (due !== undefined && due >= agreedSlot.from) return planned
  // What stood still before it was said is not to be waited for once more, also of a pause that went on then.
  const still = paused.map(({ from, to = agreedSlot.at }) => Math.max(0, Math.min(to, agreedSlot.at) - from))
  const amount = agreedSlot.from - from - still.reduce((sum, seconds) => sum + seconds, 0)
  if (amount <= 0) return planned
  const { internal, anchor } = terms
  const kept = { ...(anchor && { anchor }), ...mannerOf(terms), ...(internal && { internal }) }
  return { terms: { target: { amount, unit: 'seconds' }, calendar: 'always', source: agreedSource, ...kept }, from }
}
