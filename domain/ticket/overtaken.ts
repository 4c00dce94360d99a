import { isHeld } from './deadlines.ts'
import type { Notice } from './notices.ts'
import type { TicketState } from './state.ts'

/** SLA 22: what a notice warned of has been done, was given up, or went on to a higher threshold before it was sent. */
export function isOvertaken({ warns }: Notice, state: TicketState): boolean {
  if (warns === undefined) return false
  const clock = state.clocks.find(({ id }) => id === warns.clockId)
  if (clock === undefined || clock.stop || clock.reached !== warns.percent) return true
  return isHeld(state, clock)
}
