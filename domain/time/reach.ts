/** How far ahead a ticket's calendars are known, and how close the end of that may come before more is asked for. */
export const horizonDays = 60
export const marginDays = 30

/**
 * Ten years: longer than any contract. No promise falls due later than this after its anchor, and no ticket looks further
 * for one.
 */
export const longestDays = 10 * 366

/** A ticket's calendars begin so many days before it is opened, since a call may have come before. */
const leadDays = 3
/** The ends of what is asked for are whole local days, in each calendar's own zone. */
const edgeDays = 3

/** How many days of its calendars a ticket may ask for until it knows a due so many days after its opening. */
export function daysAskedFor(dueDays: number): number {
  const needed = dueDays + leadDays
  // What is known is doubled until it holds the due.
  return needed < horizonDays ? horizonDays + leadDays + edgeDays : Math.min(2 * needed + edgeDays, mostDaysAskedFor)
}
const mostDaysAskedFor = longestDays + leadDays + edgeDays

/** The inverse: the furthest due that a ticket can know if it may ask for so many days; undefined when that is too few to begin. */
export function dueKnownWithin(days: number): number | undefined {
  if (days >= mostDaysAskedFor) return longestDays
  const near = horizonDays - leadDays - 1
  if (days < daysAskedFor(near)) return undefined
  return Math.max(near, Math.floor((days - edgeDays) / 2) - leadDays)
}
