import type { TicketEvent } from './events.ts'

/**
 * R1.8: the support record 支持维护记录, written at each repair, and the maintenance summary 维护总结, written when it was
 * accepted.
 */
export const documentKinds = ['supportRecord', 'maintenanceSummary'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** To be written: it tells its ticket as it stood at that version, however late it is made. */
export interface DueDocument {
  kind: DocumentKind
  version: number
}

/** What is to be written of these events. A rating that comes with the signature is told along with it; a later one anew. */
export function documentsDue(events: readonly TicketEvent[]): DueDocument[] {
  return events.flatMap(({ type, version }, i): DueDocument[] => {
    if (type === 'resolved') return [{ kind: 'supportRecord', version }]
    const ratedAtOnce = type === 'signedOff' && events[i + 1]?.type === 'rated'
    return (type === 'signedOff' && !ratedAtOnce) || type === 'rated' ? [{ kind: 'maintenanceSummary', version }] : []
  })
}
