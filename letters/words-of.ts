import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import { isOfQuote } from '../domain/ticket/quoted.ts'
import { isOfRemote } from '../domain/ticket/remote-events.ts'
import { isOfStep } from '../domain/ticket/stepped.ts'
import { stepWords } from './steps.ts'
import { wordsOfQuote } from './story-of-quote.ts'
import { wordsOfRemote } from './story-of-remote.ts'

/** What somebody wrote, word for word, where an event holds any. */
export function wordsOf(event: KnownEvent): string | undefined {
  if (isOfQuote(event)) return wordsOfQuote(event)
  if (isOfRemote(event)) return wordsOfRemote(event)
  if (isOfStep(event)) return stepWords(event)
  switch (event.type) {
    case 'opened':
      return event.data.description
    case 'responded':
    case 'replied':
    case 'customerReplied':
    case 'partyAnswered':
    case 'callBackPromised':
      return event.data.message
    case 'partyAdded':
    case 'partyAsked':
      return event.data.question
    case 'noted':
      return event.data.text
    case 'proposed':
      return event.data.solution
    case 'arrived':
    case 'partMoved':
      return event.data.note
    case 'dispatched':
      return event.data.purpose
    case 'visitCompleted':
      return event.data.report?.done
    case 'restored':
      return event.data.workaround
    case 'paused':
    case 'resumed':
    case 'cancelled':
      return event.data.explanation
    case 'triaged':
    case 'assigned':
    case 'handedDown':
    case 'proposalDecided':
    case 'partyRemoved':
    case 'remoteFailed':
    case 'visitMoved':
    case 'noAccess':
    case 'visitCancelled':
    case 'signOffRefused':
    case 'merged':
    case 'reinstated':
    case 'signOffDisputed':
    case 'reopened':
    case 'retargeted':
    case 'bound':
      return event.data.reason
    case 'escalated':
      return event.data.cause === 'byHand' ? event.data.reason : undefined
    case 'resolved': {
      const { resolution } = event.data
      return resolution && [resolution.cause, resolution.fix, resolution.verification].join('\n')
    }
    case 'rated':
      return event.data.rating?.comment
    default:
      return undefined
  }
}
