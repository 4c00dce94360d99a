/** R1.3 */
export const kinds = ['incident', 'request', 'change', 'inquiry', 'complaint', 'suggestion', 'vulnerability'] as const
export type Kind = (typeof kinds)[number]

/** Fault classes 一般 · 重要 · 关键 (R2.1, R2.2). A higher class is not always the stricter row. */
export const faultClasses = ['general', 'important', 'critical'] as const
export type FaultClass = (typeof faultClasses)[number]

export const priorities = ['critical', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

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

/** What a promise is chosen by. */
export interface Subject {
  kind: Kind
  class: FaultClass
  priority: Priority
}
