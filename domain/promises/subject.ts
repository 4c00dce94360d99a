import type { Instant } from '../time/instant.ts'

/** R1.3 */
export const kinds = ['incident', 'request', 'change', 'inquiry', 'complaint', 'suggestion', 'vulnerability'] as const
export type Kind = (typeof kinds)[number]

/** Fault classes 一般 · 重要 · 关键 (R2.1, R2.2). A higher class is not always the stricter row. */
export const faultClasses = ['general', 'important', 'critical'] as const
export type FaultClass = (typeof faultClasses)[number]

export const priorities = ['critical', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

/** R1.2 */
export const channels = ['phone', 'email', 'chat', 'web', 'fax', 'alarm'] as const
export type Channel = (typeof channels)[number]

/** R6.4: how far a contract has come; its services differ by it. */
export const phases = ['installation', 'trialRun', 'maintenance', 'after'] as const
export type Phase = (typeof phases)[number]

/** From a date on, until the next begins. */
export interface PhaseFrom {
  phase: Phase
  from: string
}

/** SLA 23: what of these a triage lowers: whoever reported it may have meant it. */
export function loweredIn(from: Subject, to: Subject): string[] {
  const lowerClass = faultClasses.indexOf(to.class) < faultClasses.indexOf(from.class)
  return [
    ...(lowerClass ? [`the class would be lowered from ${from.class} to ${to.class}`] : []),
    ...(isDowngrade(from.priority, to.priority)
      ? [`the priority would be lowered from ${from.priority} to ${to.priority}`]
      : []),
  ]
}

export function isDowngrade(from: Priority, to: Priority): boolean {
  return priorities.indexOf(to) > priorities.indexOf(from)
}

/** What a triage says of a ticket. */
export interface Subject {
  kind: Kind
  class: FaultClass
  priority: Priority
}

/** As a contract names it: from the beginning of a date to the end of one. */
export interface PeriodOfDates {
  name: string
  from: string
  to: string
}

/** R2.9: a named time in which a contract promises more, such as a congress 重要时期; half-open. */
export interface ImportantPeriod {
  name: string
  from: Instant
  to: Instant
}

/** What a promise is chosen by. */
export interface About extends Subject {
  channel: Channel
  systemId?: string
  /** That of the contract when the ticket was opened; none where the contract knows no phases. */
  phase?: Phase
  importantPeriods: readonly ImportantPeriod[]
}

/** The one that runs then. */
export function periodAt(
  { importantPeriods }: Pick<About, 'importantPeriods'>,
  at: Instant,
): ImportantPeriod | undefined {
  return importantPeriods.find(({ from, to }) => from <= at && at < to)
}
