import type { CalendarRef, CoverageByCalendar } from '../../domain/time/coverage.ts'
import type { Contact } from '../../domain/people/actors.ts'
import type { Terms } from '../../domain/ticket/state.ts'
import { deskPolicyId, deskTerms } from '../../domain/ticket/desk-terms.ts'
import { midnightOf } from '../../domain/time/business-calendar.ts'
import { type Instant, secondsPerDay } from '../../domain/time/instant.ts'
import type { Contract as ContractRow, Customer, PrismaClient } from '../../prisma/client/client.ts'
import { coverageBetween } from '../../store/coverage.ts'
import { promisedBytes } from '../../domain/time/coverage-size.ts'
import { horizonDays } from '../../domain/time/reach.ts'
import { policyOf } from '../../store/policies.ts'
import { datesIn, grantsIn, pauseRulesIn } from '../../store/rows.ts'

/** What of a contract its terms are made of. */
export interface Contract
  extends Pick<
    ContractRow,
    | ('id' | 'policyId' | 'policyVersion' | 'reopenWindowDays' | 'pauseRules' | 'deemedAcceptance' | 'followUp')
    | ('phases' | 'importantPeriods')
  > {
  acceptor: Contact
  customer: Pick<Customer, 'timeZone'>
}

/** What the contract promises a ticket of then, by the version of its policy on which it is (SLA 18). */
export async function termsOf(database: PrismaClient, contract: Contract, openedAt: Instant): Promise<Terms> {
  const { policyId, policyVersion, acceptor } = contract
  return {
    contractId: contract.id,
    acceptor: { id: acceptor.id, name: acceptor.name },
    reopenWindowDays: contract.reopenWindowDays,
    pauseRules: pauseRulesIn(contract),
    ...grantsIn(contract),
    ...timesOf(contract, openedAt),
    policy: await policyOf(database, policyId, policyVersion),
  }
}

/** R6.4: the phase on that day. R2.9: the important periods that are not over. Their dates are those of the customer's zone. */
function timesOf(contract: Contract, openedAt: Instant): Pick<Terms, 'phase' | 'importantPeriods'> {
  const { timeZone } = contract.customer
  const { phases, importantPeriods } = datesIn(contract)
  const phase = phases.findLast(({ from }) => midnightOf(from, timeZone) <= openedAt)?.phase
  const periods = importantPeriods
    .map(({ name, from, to }) => ({ name, from: midnightOf(from, timeZone), to: midnightOf(to, timeZone, 1) }))
    .filter(({ to }) => to > openedAt)
  return { ...(phase && { phase }), ...(periods.length > 0 && { importantPeriods: periods }) }
}

/** SLA 24: what uncovered work runs on, by the newest version of the desk's own policy. */
export async function deskTermsOf(
  database: PrismaClient,
  newest: number | null,
  { contractId, reporter }: { contractId: string | null; reporter: Contact | null },
): Promise<Terms> {
  if (newest === null) throw new Error(`The migration has made no ${deskPolicyId}`)
  const policy = await policyOf(database, deskPolicyId, newest)
  return deskTerms(policy, { ...(contractId && { contractId }), ...(reporter && { reporter }) })
}

/** Where the calendars of a ticket begin that is opened, or was, at that instant: a call may have come before. */
export function coverageStart(at: Instant): Instant {
  return Math.floor(at / secondsPerDay) * secondsPerDay - 2 * secondsPerDay
}

/** The working time of every calendar that the terms name, and of those that are given, from `from` on. */
export function coverageFor(
  database: PrismaClient,
  terms: Terms,
  from: Instant,
  now: Instant,
  others: readonly CalendarRef[] = [],
): Promise<CoverageByCalendar> {
  const { policy, deemedAcceptance, followUp } = terms
  const named = [
    ...policy.rows.map((row) => row.calendar),
    policy.noticeHours,
    policy.longestPause?.calendar,
    deemedAcceptance?.calendar,
    followUp?.calendar,
    ...others,
  ]
  const refs = new Set(named.filter((ref): ref is CalendarRef => ref !== undefined && ref !== 'always'))
  const until = Math.floor(now / secondsPerDay) * secondsPerDay + horizonDays * secondsPerDay
  // What a plan from before the bound has beyond this, the ticket asks for itself.
  return coverageBetween(database, [...refs], { from, until, mostBytes: promisedBytes })
}
