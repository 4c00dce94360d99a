/** From an office to a customer: to where one of its systems stands, or to its site as such. */
export interface Journey {
  systemId: string | null
  minutes: number
}

/** R4.3: how long it takes to where the system stands, or to the customer's site; null where nobody has said. */
export function minutesTo(journeys: readonly Journey[], systemId: string | null): number | null {
  const there = systemId === null ? undefined : journeys.find((one) => one.systemId === systemId)
  return (there ?? journeys.find((one) => one.systemId === null))?.minutes ?? null
}

/** The shortest first; one that nobody knows comes last. */
export function byTravel(one: number | null, other: number | null): number {
  if (one === other) return 0
  if (one === null) return 1
  return other === null ? -1 : one - other
}
