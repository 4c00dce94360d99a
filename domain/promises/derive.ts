import type { Instant } from '../time/instant.ts'
import { type Clock, clockId, type ClockTerms, isSame } from './clock.ts'
import type { Facts } from './facts.ts'
import type { Metric } from './metrics.ts'
import { type Owed, owedBy, pausesOf } from './owed.ts'

/** The terms that hold, and from when they count. */
interface Choice {
  terms: ClockTerms
  from: Instant
}

/** What a ticket's clocks are derived from, beside what has already acted on them. */
interface Basis {
  facts: Facts
  /** The row that applies to it now, of those that are promised or of the desk's own; undefined where there is none (R2: none is invented). */
  choose(owed: Owed, internal: boolean): Choice | undefined
  /** Whether the rows that apply may have changed: by triage, or by a re-target. */
  anew: boolean
  /** Whether what was done already is measured by what is promised now: found covered from the opening on, or by another contract. */
  doneCounts: boolean
}

/** With the rows of one kind: what is promised, or what the desk sets itself. */
type OfOneKind = Omit<Basis, 'choose'> & { choose(owed: Owed): Choice | undefined }

/**
 * SLA 11, 19: the clocks after something happened at `at`. A promise that the plan no longer makes is withdrawn; one that
 * it makes again, or newly, counts from where it would have counted, through all pauses that the ticket has had. What has
 * acted (reached, breached) stays with its clock.
 */
export function clocksAfter(before: readonly Clock[], at: Instant, basis: Basis): Clock[] {
  return owedBy(basis.facts).flatMap((owed) =>
    [false, true].flatMap((internal) => {
      const id = clockId(owed, internal)
      const own = { ...basis, choose: (one: Owed) => basis.choose(one, internal) }
      const known = before.find((clock) => clock.id === id)
      // Only what may move the rows that apply turns one kind into the other.
      if (!known && !basis.anew && before.some((clock) => clock.id === clockId(owed, !internal))) return []
      const clock = known ? goneOn(known, owed, at, own) : begun(id, owed, at, own)
      if (clock === undefined) return []
      const { metric, startedAt: from, stop } = clock
      return [{ ...clock, pauses: pausesOf(basis.facts, { metric, from, ...(stop && { stop }) }) }]
    }),
  )
}

/** Nothing is promised of what has ended already, save of what was done before and counts. */
function begun(id: string, owed: Owed, at: Instant, { choose, anew, doneCounts }: OfOneKind): Clock | undefined {
  const { metric, tier, cycle, since, stop } = owed
  const choice = stop ? measureOf(owed, { choose, doneCounts }) : choose(owed)
  if (choice === undefined) return undefined
  const about = { id, metric, ...(tier && { tier }), cycle }
  const times = { startedAt: choice.from, madeAt: anew ? Math.max(at, since) : since }
  return { ...about, ...times, ...(stop && { stop }), pauses: [], revision: 0, reached: 0, ...choice.terms }
}

/** By what is measured that was done already: once each, so that no round of messages is. The desk sets itself nothing afterwards. */
function measureOf(owed: Owed, { choose, doneCounts }: Pick<OfOneKind, 'choose' | 'doneCounts'>): Choice | undefined {
  const counts = doneCounts && doneOnce.includes(owed.metric) && owed.stop?.why === 'met'
  const choice = counts ? choose(owed) : undefined
  return choice?.terms.internal ? undefined : choice
}

const doneOnce: readonly Metric[] = ['response', 'answer', 'solution', 'arrival', 'restore']

function goneOn(known: Clock, owed: Owed, at: Instant, { choose, anew, doneCounts }: OfOneKind): Clock {
  const withdrawn = known.stop?.why === 'withdrawn' && owed.metric !== 'signOff'
  if (owed.stop) {
    const measure = measureOf(owed, { choose, doneCounts })
    if (measure && (withdrawn || !isSame(known, measure.terms))) {
      return retargeted({ ...known, stop: owed.stop }, measure, at)
    }
    return withdrawn ? known : { ...known, stop: owed.stop }
  }
  const { stop: stopped, ...running } = known
  if (stopped === undefined && !anew) return known
  const choice = choose(owed)
  if (choice === undefined) return withdrawn ? known : { ...known, stop: { at, why: 'withdrawn' } }
  if (!withdrawn && isSame(known, choice.terms)) return running
  // A breach stays for ever (SLA 17); the acceptor who is given longer is not late.
  const { lapsed: _forgiven, ...kept } = running
  return retargeted(kept, choice, at)
}

/** What the old terms said and the new ones do not is gone. */
function retargeted(clock: Clock, { terms, from }: Choice, at: Instant): Clock {
  const { infeasible: _judged, anchor: _anchor, mode: _mode, workMinutes: _work, internal: _internal, ...kept } = clock
  return { ...kept, ...terms, startedAt: from, revision: clock.revision + 1, reached: 0, madeAt: at }
}
