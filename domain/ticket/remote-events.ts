import type { TicketEvent } from './events.ts'
import { isOneOf } from './one-of.ts'
import type { RemoteHappening } from './remote.ts'

type RemoteStep = RemoteHappening['type']
export type RemoteEvent = Extract<TicketEvent, { type: RemoteStep }>

/** What happens of remote support (R4.2). */
export const isOfRemote = isOneOf<RemoteStep>({
  remoteRequested: true,
  remoteAnswered: true,
  remoteRevoked: true,
  remoteUnanswered: true,
  remoteRanOut: true,
  remoteStarted: true,
  remoteEnded: true,
})
