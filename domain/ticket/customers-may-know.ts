import { isOfCustomer } from '../people/audiences.ts'
import type { Happening, HappeningType, TicketEvent } from './events.ts'
import { unknownToCustomers } from './party-happening.ts'
import type { ExplainedClock } from './explained.ts'
import { isTheCaller, withoutCaller } from './callers-name.ts'
import { nextForCustomer } from './next-for-customer.ts'
import type { ClockRecord, TicketRecord } from './record.ts'
import { onPathsForCustomer, stepsKnown } from './step-record.ts'
import { quotesKnown, quotingForCustomer } from './quote-known.ts'
import { visitForCustomer } from './visit-record.ts'
import { nextDueOf, promisesOf } from './worklist.ts'

type DataOf<T extends HappeningType> = Extract<Happening, { type: T }>['data']
type Fields<T extends HappeningType> = readonly (keyof DataOf<T>)[]

/** `nothing`: they do not learn that it happened. `ifTold`: only when the policy has told one of their people. */
type Known<T extends HappeningType> = Fields<T> | { ifTold: Fields<T> } | 'nothing'
type AnyKnown = readonly string[] | { ifTold: readonly string[] } | 'nothing'

/**
 * What customers may know of each kind of event; whatever shows them one asks here: the API, mails, a ticket's story. A
 * reason that staff give each other stays with staff. Whatever customers are mailed of, they may know.
 */
const known: { [T in HappeningType]: Known<T> } = {
  opened: [
    'subject',
    'description',
    'kind',
    'class',
    'priority',
    'channel',
    'source',
    'reporter',
    'system',
    'follows',
    'followsNumber',
    'alarmKey',
    'calledAt',
  ],
  triaged: ['kind', 'class', 'priority', 'was', 'reason', 'weakened', 'before', 'after'],
  responded: ['message', 'channel', 'clearAnswer'],
  assigned: ['assignee', 'previous'],
  replied: ['message', 'channel', 'clearAnswer'],
  customerReplied: ['message', 'channel', 'from'],
  attached: ['attachment'],
  noted: 'nothing',
  ...unknownToCustomers,
  watcherAdded: ['watcher'], // Of our own that watch they learn nothing: such an event is internal.
  watcherRemoved: ['watcher'],
  callBackPromised: ['dueAt', 'message'],
  proposed: ['solution', 'decideBy'],
  proposalDecided: ['accepted', 'reason', 'from'],
  ...quotesKnown,
  remoteFailed: ['reason'],
  partAdded: ['part', 'kind', 'what', 'serial', 'quantity', 'expectedBy'],
  partMoved: ['part', 'what', 'step', 'place', 'note', 'expectedBy'],
  partOverdue: 'nothing',
  remoteRequested: ['purpose', 'from', 'until'],
  remoteAnswered: ['granted', 'from', 'until', 'reason', 'heardFrom'],
  remoteRevoked: ['reason', 'heardFrom', 'engineer'],
  remoteUnanswered: ['purpose', 'from', 'until', 'times', 'lapsed'],
  remoteRanOut: ['until', 'times', 'engineer'],
  remoteStarted: ['session', 'engineer', 'until'],
  remoteEnded: ['session', 'engineer', 'since', 'done'],
  dispatched: ['visit', 'engineer', 'from', 'until', 'purpose', 'agreedBy'],
  visitAccepted: ['visit', 'engineer'],
  visitUnaccepted: 'nothing',
  visitMoved: ['visit', 'engineer', 'from', 'until', 'was', 'reason', 'agreedBy'],
  departed: ['visit', 'engineer'],
  // A note of the check-in is for colleagues.
  arrived: ['visit', 'engineer'],
  // What the customer's own person confirmed on site.
  visitCompleted: ['visit', 'engineer', 'report'],
  noAccess: ['visit', 'engineer', 'reason'],
  visitCancelled: ['visit', 'engineer', 'from', 'until', 'because', 'reason'],
  restored: ['workaround'],
  paused: ['reason', 'explanation', 'expectedEnd', 'part'],
  pauseOverran: ['reason', 'expectedEnd', 'part'],
  leftAlone: 'nothing',
  resumed: ['explanation'],
  escalated: ['from', 'to', 'cause', 'previous'],
  handedDown: ['from', 'to', 'assignee', 'previous'],
  // Our own alarm, unless it reminds them: of the signature, or of what their policy has them told.
  warned: { ifTold: ['clockId', 'metric', 'tier', 'percent'] },
  judgedInfeasible: 'nothing',
  breached: ['clockId', 'metric', 'tier', 'dueAt'],
  signOffLapsed: ['clockId', 'metric', 'dueAt', 'times'],
  // Not why it was uncovered until then, nor by what the desk worked.
  bound: ['customer', 'system', 'reporter', 'before', 'after'],
  retargeted: ['reason', 'before', 'after'],
  resolved: ['resolution'],
  repeatFound: 'nothing',
  signedOff: ['signOff'],
  signOffRefused: ['reason', 'method', 'scan', 'loggedBy'],
  signOffDisputed: ['reason', 'signOff'],
  rated: ['rating'],
  ...stepsKnown,
  cancelled: ['reason'],
  reinstated: ['reason', 'from'],
  merged: ['into'],
  duplicateMerged: ['duplicate'],
  duplicateReleased: ['duplicate'],
  reopened: ['reason'],
  undelivered: 'nothing',
  alarmRaised: ['alarm', 'because'],
  alarmCleared: ['alarm'],
  coverageExtended: 'nothing',
}

/** For whoever looks events up: of these kinds customers may know all, of those only the ones that they were told of. */
export const kindsForCustomer = {
  all: kindsWhere((fields) => Array.isArray(fields)),
  ifTold: kindsWhere((fields) => typeof fields === 'object' && 'ifTold' in fields),
}

/** An event as far as its reader may know it; staff know all of it. */
export type KnownEvent = {
  [T in HappeningType]: Omit<TicketEvent, 'type' | 'data'> & { type: T; data: Partial<DataOf<T>> }
}[HappeningType]

/** Undefined when a customer must not learn that it happened. */
export function eventForCustomer(event: TicketEvent): KnownEvent | undefined {
  const fields = fieldsOf(event)
  if (fields === undefined) return undefined
  const { id, role, name } = event.actor
  const entries = Object.entries(event.data).filter(([field, value]) => fields.includes(field) && !isTheCaller(value))
  const data = Object.fromEntries(entries.map(([field, value]) => [field, withoutOurs(value)]))
  return { ...event, actor: { id, role, name }, data, clocks: [] }
}

/** Who of our staff owned a breach, and whom the ladder calls next, is our own affair: a customer sees what is due. */
export function recordForCustomer<R extends TicketRecord>(record: R): R {
  const promises = promisesOf(record.clocks)
  const clocks = promises.map(({ infeasibleSince: _ours, ...clock }) => {
    return { ...clock, breach: clock.breach && withoutOwner(clock.breach) }
  })
  const next = nextForCustomer(record, clocks)
  // Who called is not known to be theirs, and what the desk works by where no contract says it was never agreed.
  const ours = { caller: null, policy: record.uncovered ? null : record.policy, ...onPathsForCustomer(record) }
  const attachments = record.attachments.filter(({ internal }) => !internal)
  const watchers = record.watchers.filter(({ internal }) => !internal)
  const { proposal, quoting, remote, visits } = record
  const said = {
    proposal: proposal && { ...proposal, decided: proposal.decided && withoutCaller(proposal.decided) },
    quoting: quoting && quotingForCustomer(quoting),
    remote: remote && { ...remote, authorisation: remote.authorisation && withoutCaller(remote.authorisation) },
    visits: visits.map((one) => ({ ...visitForCustomer(one), agreed: one.agreed && withoutCaller(one.agreed) })),
  }
  return { ...record, ...ours, ...said, attachments, watchers, parties: [], clocks, nextDueAt: nextDueOf(clocks), next }
}

/** How each promise was reckoned, without our own targets, our warnings and who of us was late. */
export function explanationForCustomer(clocks: ExplainedClock[], events: readonly TicketEvent[]): ExplainedClock[] {
  const known = new Set(events.flatMap((event) => (eventForCustomer(event) ? [event.version] : [])))
  return promisesOf(clocks).map(({ happened, breach, infeasibleSince: _ours, ...clock }) => ({
    ...clock,
    breach: breach && withoutOwner(breach),
    happened: happened.filter(({ version, did }) => known.has(version) && did !== 'reach'),
  }))
}

function withoutOurs(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((one: unknown) => !isInternal(one)) : value
}

function isInternal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'internal' in value && value.internal === true
}

function fieldsOf(event: TicketEvent): readonly string[] | undefined {
  const fields: AnyKnown = known[event.type]
  if (fields === 'nothing') return undefined
  const isTold = 'notify' in event.data && event.data.notify.some(isOfCustomer)
  // SLA 21: of the signature that they owe they were reminded; by when we would like it is ours.
  if (isInternal(event.data)) return isTold ? ['metric'] : undefined
  if (!('ifTold' in fields)) return fields
  return isTold ? fields.ifTold : undefined
}

function kindsWhere(holds: (fields: AnyKnown) => boolean): HappeningType[] {
  const kinds = Object.keys(known) as HappeningType[]
  return kinds.filter((type) => holds(known[type]))
}

function withoutOwner({ ownerId: _owner, ...breach }: NonNullable<ClockRecord['breach']>): ClockRecord['breach'] {
  return breach
}
