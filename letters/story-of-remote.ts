import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { RemoteEvent } from '../domain/ticket/remote-events.ts'
import { type Fact, plain, term } from './facts.ts'

type Known = Extract<KnownEvent, { type: RemoteEvent['type'] }>

/** What a ticket's story says of remote support (R4.2), beside who and when. */
export function factsOfRemote({ type, data }: Known): Fact[] {
  switch (type) {
    case 'remoteAnswered':
      return term('remote', data.granted ? 'granted' : 'refused')
    case 'remoteStarted':
    case 'remoteEnded':
    case 'remoteRevoked':
    case 'remoteRanOut':
      return plain(data.engineer?.name)
    case 'remoteRequested':
    case 'remoteUnanswered':
      return []
  }
}

export function wordsOfRemote({ type, data }: Known): string | undefined {
  switch (type) {
    case 'remoteRequested':
      return data.purpose
    case 'remoteAnswered':
    case 'remoteRevoked':
      return data.reason
    case 'remoteEnded':
      return data.done
    default:
      return undefined
  }
}
