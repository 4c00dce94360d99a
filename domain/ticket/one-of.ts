import type { HappeningType } from './events.ts'

/**
 * Whether an event is one of these, all of which are named, or it does not compile. Asked also of an event of which the
 * reader may know a part only.
 */
export function isOneOf<T extends HappeningType>(types: { [K in T]: true }) {
  return <Event extends { type: HappeningType }>(event: Event): event is Extract<Event, { type: T }> =>
    Object.hasOwn(types, event.type)
}
