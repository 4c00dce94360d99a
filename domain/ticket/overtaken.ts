import type { Notice } from './notices.ts'
import type { Standing } from './standing.ts'

/** SLA 22: what a notice warned of has been done, was given up, or went on to a higher threshold before it was sent. */
export function isOvertaken({ warns }: Notice, { warned }: Standing): boolean {
  return warns !== undefined && warned[warns.clockId] !== warns.percent
}
