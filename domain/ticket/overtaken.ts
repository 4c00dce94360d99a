import type { Notice } from './notices.ts'
import type { Standing } from './standing.ts'

/** SLA 22: what a notice warned of has been done, was given up, or went on to a higher threshold before it was sent. */
export function isOvertaken({ warns, doubts }: Notice, { warned, doubted = [] }: Standing): boolean {
  if (doubts !== undefined) return !doubted.includes(doubts)
  return warns !== undefined && warned[warns.clockId] !== warns.percent
}
