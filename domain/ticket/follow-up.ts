import type { Audience } from '../people/audiences.ts'
import type { CalendarRef } from '../time/coverage.ts'
import { type Instant, secondsPerDay } from '../time/instant.ts'
import { dueAt, type Stretch, workingTimeOf } from '../time/working-time.ts'
import type { TicketState } from './state.ts'

/** SLA 20: where no promise runs, somebody looks at the ticket again after this long; a contract may say otherwise. */
const usualFollowUp: Stretch = { target: { amount: 1, unit: 'workingDays' }, calendar: 'always' }

/** SLA 20: a pause of which nobody said when it ends is looked at after this long; a policy may say otherwise. */
const usualPause: Stretch = { target: { amount: 3, unit: 'workingDays' }, calendar: 'always' }

/** From so many in a row on the manager hears of it too. */
const managerFrom = 3

/** When somebody is told that nothing has happened, unless something does. */
export function followUpAt(state: TicketState): Instant {
  return after(state, state.terms.followUp ?? usualFollowUp, state.touchedAt)
}

/** Who is told, of the `times`-th one in a row. */
export function followedUpBy(times: number): Audience[] {
  return times < managerFrom ? ['assignee'] : ['assignee', 'manager']
}

/** When a pause ends of which nobody said when. */
export function pauseEndsAt(state: TicketState, at: Instant): Instant {
  return after(state, state.terms.policy.longestPause ?? usualPause, at)
}

/** The same time on the next working day: when a reminder comes again. */
export function nextWorkingDay(state: TicketState, at: Instant, otherwise: CalendarRef = 'always'): Instant {
  return workingDaysAfter(state, 1, at, otherwise)
}

/** The same time so many working days of the desk later. */
export function workingDaysAfter(state: TicketState, amount: number, at: Instant, otherwise: CalendarRef = 'always') {
  const calendar = state.terms.policy.noticeHours ?? otherwise
  return after(state, { target: { amount, unit: 'workingDays' }, calendar }, at)
}

/** Past the known calendar a day is a day: nobody must be forgotten for want of a calendar. */
function after({ coverage }: TicketState, { target, calendar }: Stretch, at: Instant): Instant {
  const days = target.unit === 'workingDays' ? target.amount : 1
  return dueAt(workingTimeOf(calendar, coverage), target, at, []) ?? at + days * secondsPerDay
}
