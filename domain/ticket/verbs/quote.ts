import { staffRoles } from '../../people/roles.ts'
import type { Contact } from '../../people/actors.ts'
import { type Instant, secondsPerDay, toIso } from '../../time/instant.ts'
import { invalid, notNow, type Refusal } from '../refusal.ts'
import type { Price } from '../quote.ts'
import type { Standing } from '../standing.ts'
import { heardOfCustomer } from '../waiting.ts'
import { notAhead } from './ahead.ts'
import { whoSaid } from './remote.ts'
import type { Rule } from './rule.ts'
import { atWork } from './their-visit.ts'

/** What is valid longer is quoted again. */
const longestDays = 92

/**
 * R6.3: what it costs, of work that no contract covers. Another takes the place of the one before, also of one that was
 * accepted: another price needs another word.
 */
export const quote: Rule<Price> = {
  who: staffRoles,
  in: atWork,
  may: (standing) => unneeded(standing),
  decide(state, body, _actor, now) {
    const { validUntil } = body
    const tooFar = `It lies within ${longestDays} days; quote again for longer.`
    const wrong = notAhead('validUntil', validUntil, now, { most: longestDays * secondsPerDay, tooFar })
    return wrong ?? [{ type: 'quoted', data: { ...body, quote: (state.quoting?.quote?.n ?? 0) + 1 } }]
  },
}

interface DecideQuote {
  /** Its number: nobody accepts a price that was replaced in the meantime. */
  quote: number
  accepted: boolean
  reason?: string
  /** Who of the customer said it, when our staff write it down. */
  heardFrom?: Contact
}

/** R6.3: the customer's word on the newest quote, given or written down by us; it ends the wait for it (SLA 10). */
export const decideQuote: Rule<DecideQuote> = {
  who: ['customer', ...staffRoles],
  in: atWork,
  may({ quoting, number }, _actor, now) {
    const open = quoting?.open
    if (open === undefined) return notNow(`No quote of ${number} waits for a decision.`)
    if (now < open.until) return undefined
    return notNow(`Quote ${open.n} of ${number} was valid until ${toIso(open.until)}: a new one is needed.`)
  },
  decide(state, { quote: n, ...body }, actor) {
    const newest = state.quoting?.quote
    if (newest === undefined) return notNow('Nothing was quoted.')
    if (n !== newest.n) return invalid('quote', `Quote ${newest.n} is the newest; decide that one.`)
    const wrong = whoSaid(body.heardFrom, actor)
    if (wrong) return wrong
    if (!body.accepted && body.reason === undefined) return invalid('reason', 'Say what does not suit you.')
    const { amount, currency, by: askedBy } = newest
    return [{ type: 'quoteDecided', data: { quote: n, amount, currency, ...body, askedBy } }, ...heardOfCustomer(state)]
  },
}

interface WaiveQuote {
  reason: string
}

/** R6.3: a manager lets uncovered work be done without a quote, and says why. */
export const waiveQuote: Rule<WaiveQuote> = {
  who: ['manager', 'admin'],
  in: atWork,
  may: (standing) => unneeded(standing),
  decide: (_state, body) => [{ type: 'quoteWaived', data: body }],
}

/** SLA 24: what no contract covers is answered at once, and resolved once somebody has agreed to pay, or need not. */
export function quoteMissing({ quoting, number }: Standing, now: Instant): Refusal | undefined {
  if (!quoting?.needed || quoting.settled) return undefined
  const { open, count } = quoting
  if (open && now < open.until) {
    return notNow(
      `No contract covers ${number}, and quote ${open.n} is not accepted yet: ask the customer, or a manager waives it.`,
    )
  }
  return notNow(
    count === 0
      ? `No contract covers ${number}: quote what it costs and wait until the customer accepts it, bind it to a contract that covers it, or ask a manager to waive the quote.`
      : `No contract covers ${number}, and quote ${count} was declined or has run out: quote again, or ask a manager to waive it.`,
  )
}

function unneeded({ quoting, number }: Standing): Refusal | undefined {
  if (quoting === undefined) return notNow(`A contract covers ${number}: nothing is quoted.`)
  return quoting.waived ? notNow(`A manager has waived the quote of ${number}.`) : undefined
}
