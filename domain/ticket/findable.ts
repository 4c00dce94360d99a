import type { Happening } from './events.ts'

/**
 * The words by which a ticket is found, of what happened to it; null for what nobody searches. Of the events that
 * customers may read, it holds nothing that they may not.
 */
export function findableText(event: Happening): string | null {
  switch (event.type) {
    case 'opened':
      return [event.data.number, event.data.subject, event.data.description].join('\n')
    case 'responded':
    case 'replied':
    case 'customerReplied':
    case 'partyAnswered':
      return event.data.message
    case 'stepCompleted':
      // What came of it for ourselves is no customer's to find.
      return event.data.message ?? null
    case 'proposalDecided':
      return event.data.reason ?? null
    case 'proposed':
      return event.data.solution
    case 'restored':
      return event.data.workaround
    case 'attached':
      // Whoever finds a ticket by it may be a customer.
      return event.data.internal ? null : event.data.attachment.name
    case 'partyAdded':
      return [event.data.party.about, event.data.question].join('\n')
    case 'partyAsked':
      return event.data.question
    case 'noted':
      return event.data.text
    case 'resolved': {
      const { cause, fix, verification } = event.data.resolution
      return [cause, fix, verification].join('\n')
    }
    case 'partAdded':
      return [event.data.what, event.data.serial ?? ''].join('\n')
    case 'quoted':
    case 'remoteRequested':
      return event.data.purpose
    case 'remoteEnded':
      return event.data.done
    case 'visitCompleted':
      return event.data.report.done
    case 'noAccess':
    case 'signOffRefused':
    case 'reinstated':
    case 'signOffDisputed':
    case 'reopened':
      return event.data.reason
    default:
      return null
  }
}
