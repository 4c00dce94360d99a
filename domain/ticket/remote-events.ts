import type { HappeningType, TicketEvent } from './events.ts'
import type { RemoteHappening } from './remote.ts'

type RemoteStep = RemoteHappening['type']

/** What happens of remote support (R4.2). */
const steps: { [S in RemoteStep]: true } = {
  remoteRequested: true,
  remoteAnswered: true,
  remoteRevoked: true,
  remoteUnanswered: true,
  remoteRanOut: true,
  remoteStarted: true,
  remoteEnded: true,
}

export type RemoteEvent = Extract<TicketEvent, { type: RemoteStep }>

/** Also of an event of which the reader may know a part only. */
export function isOfRemote<Event extends { type: HappeningType }>(
  event: Event,
): event is Extract<Event, { type: RemoteStep }> {
  return event.type in steps
}
