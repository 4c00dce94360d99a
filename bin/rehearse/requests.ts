import type { Act } from './plan.ts'

/** How an act is asked of the REST API: the ticket's noun for it, and the body. */
export function requestOf(act: Act): { noun: string; body: object } {
  switch (act.do) {
    case 'respond':
      return { noun: 'responses', body: { message: 'We have your report and are looking into it.' } }
    case 'triage':
      return { noun: 'triage', body: { priority: act.priority, ...(act.lower && { reason: 'As in the log' }) } }
    case 'assign':
      return { noun: 'assignments', body: { assigneeId: act.engineerId } }
    case 'handOver':
      return { noun: 'hand-overs', body: { assigneeId: act.engineerId, reason: 'As in the log' } }
    case 'handDown':
      return {
        noun: 'hand-downs',
        body: {
          toTier: 'resident',
          ...(act.engineerId && { assigneeId: act.engineerId }),
          reason: 'As in the log',
        },
      }
    case 'pause':
      return { noun: 'pauses', body: { reason: act.reason, explanation: `Awaiting the ${act.reason}, as in the log` } }
    case 'resume':
      return { noun: 'resumption', body: {} }
    case 'resolve':
      return {
        noun: 'resolution',
        body: { cause: 'Not told by the log', fix: 'As in the log', verification: 'Resolved in the log' },
      }
    case 'reopen':
      return { noun: 'reopening', body: { reason: 'Went back to work in the log' } }
    case 'signOff':
      return { noun: 'sign-off', body: { method: 'paper', scan: 'As closed in the log' } }
  }
}
