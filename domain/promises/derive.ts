import type { Instant } from '../time/instant.ts'
import { type Clock, clockId, type ClockTerms, isSame } from './clock.ts'
import type { Facts } from './facts.ts'
import { type Owed, owedBy, pausesOf } from './owed.ts'

/** What a ticket's clocks are derived from, beside what has already acted on them. */
interface Basis {
  facts: Facts
  /** The row that applies to it now; undefined when the plan makes no such promise (R2: none is invented). */
  choose(owed: Owed): ClockTerms | undefined
  /** Whether the rows that apply may have changed: by triage, or by a re-target. */
  anew: boolean
  /** Whether a first answer that was given already is measured by what is promised now: found covered from the opening on, or by another contract. */
  answerCounts: boolean
}

/**
 * SLA 11, 19: the clocks after something happened at `at`. A promise that the plan no longer makes is withdrawn; one that
 * it makes again, or newly, counts from where it would have counted, through all pauses that the ticket has had. What has
 * acted (reached, breached) stays with its clock.
 */
export function clocksAfter(before: readonly Clock[], at: Instant, basis: Basis): Clock[] {
  return owedBy(basis.facts).flatMap((owed) =>
    [false, true].flatMap((internal) => {
      const id = clockId(owed, internal)
      const own = { ...basis, choose: (one: Owed) => ofThatKind(basis.choose(one), internal) }
      const known = before.find((clock) => clock.id === id)
      // Only what may move the rows that apply turns one kind into the other.
      if (!known && !basis.anew && before.some((clock) => clock.id === clockId(owed, !internal))) return []
      const clock = known ? goneOn(known, owed, at, own) : begun(id, owed, at, own)
      return clock
        ? [{ ...clock, pauses: pausesOf(basis.facts, { ...owed, ...(clock.stop && { stop: clock.stop }) }) }]
        : []
    }),
  )
}

/** What is promised and what the desk sets itself are kept apart: one begins, or is withdrawn, where the other applies. */
function ofThatKind(terms: ClockTerms | undefined, internal: boolean): ClockTerms | undefined {
  return (terms?.internal ?? false) === internal ? terms : undefined
}

/** Nothing is promised of what has ended already, save of a first answer that counts. */
function begun(id: string, owed: Owed, at: Instant, { choose, anew, answerCounts }: Basis): Clock | undefined {
  const { metric, tier, cycle, from, stop } = owed
  const terms = stop ? measureOf(owed, { choose, answerCounts }) : choose(owed)
  if (terms === undefined) return undefined
  const about = { id, metric, ...(tier && { tier }), cycle }
  const madeAt = anew ? Math.max(at, from) : from
  return { ...about, startedAt: from, madeAt, ...(stop && { stop }), pauses: [], revision: 0, reached: 0, ...terms }
}

/** By what an answer that was given already is measured; the desk sets itself nothing afterwards. */
function measureOf(owed: Owed, { choose, answerCounts }: Pick<Basis, 'choose' | 'answerCounts'>) {
  const counts = answerCounts && owed.metric === 'response' && owed.stop?.why === 'met'
  const terms = counts ? choose(owed) : undefined
  return terms?.internal ? undefined : terms
}

function goneOn(known: Clock, owed: Owed, at: Instant, { choose, anew, answerCounts }: Basis): Clock {
  const withdrawn = known.stop?.why === 'withdrawn' && owed.metric !== 'signOff'
  if (owed.stop) {
    const measure = measureOf(owed, { choose, answerCounts })
    if (measure && (withdrawn || !isSame(known, measure))) return retargeted({ ...known, stop: owed.stop }, measure, at)
    return withdrawn ? known : { ...known, stop: owed.stop }
  }
  const { stop: stopped, ...running } = known
  if (stopped === undefined && !anew) return known
  const terms = choose(owed)
  if (terms === undefined) return withdrawn ? known : { ...known, stop: { at, why: 'withdrawn' } }
  if (!withdrawn && isSame(known, terms)) return running
  // A breach stays for ever (SLA 17); the acceptor who is given longer is not late.
  const { lapsed: _forgiven, ...kept } = running
  return retargeted(kept, terms, at)
}

function retargeted(clock: Clock, terms: ClockTerms, at: Instant): Clock {
  return { ...clock, ...terms, revision: clock.revision + 1, reached: 0, madeAt: at }
}
