import { clockId } from '../promises/clock.ts'
import type { Actor } from '../people/actors.ts'
import { isTheirs } from '../promises/metrics.ts'
import { type Addressee, type Audience, isOfCustomer } from '../people/audiences.ts'
import type { Tier } from '../people/tiers.ts'
import { nextWorkingInstant, workingTimeOf } from '../time/working-time.ts'
import type { TicketEvent } from './events.ts'
import type { Notice } from './notices.ts'
import type { TicketState } from './state.ts'

/** Who of the customer hears of a promise that we missed, whatever the ladder says; of the desk's own targets nobody. */
export function customerHears({ data: { internal, notify } }: TicketEvent & { type: 'breached' }): Addressee[] {
  return internal ? [] : [...new Set<Addressee>(['reporter', ...notify.filter(isOfCustomer)])]
}

/** SLA 23: a triage that neither moves a promise nor takes anything tells nobody; of our own targets we hear alone. */
export function toldOfTriage(
  { data, actor }: TicketEvent & { type: 'triaged' },
  assigneeId: string | undefined,
): Audience[] {
  const moved = [...data.before, ...data.after]
  if (moved.length === 0 && !data.weakened) return []
  const theirs: Audience[] = data.weakened || moved.some(({ internal }) => !internal) ? ['reporter'] : []
  return assigneeId === undefined || assigneeId === actor.id ? theirs : [...theirs, 'assignee']
}

export function closingAudience(state: TicketState): Audience[] {
  return sameContact(state) ? ['acceptor', 'assignee'] : ['acceptor', 'reporter', 'assignee']
}

export function sameContact(state: TicketState): boolean {
  return state.reporter?.id === state.terms.acceptor?.id
}

/** What the customer owes is reminded in words of its own (SLA 21); after a breach nothing is left to warn of. */
export function warningOn({ data: { metric, percent } }: TicketEvent & { type: 'warned' }) {
  if (isTheirs(metric)) return 'sign-off-reminder'
  return percent < 100 ? 'warning' : 'overdue-reminder'
}

/** SLA 15, 22: quiet hours delay a warning, and what it warns of may be over when it is sent. */
export function quietUntil(state: TicketState, { at, data }: TicketEvent & { type: 'warned' | 'signOffLapsed' }) {
  const warns = { clockId: data.clockId, percent: data.percent }
  const { noticeHours } = state.terms.policy
  if (noticeHours === undefined) return { warns }
  const notBefore = nextWorkingInstant(workingTimeOf(noticeHours, state.coverage), at)
  return notBefore === undefined || notBefore === at ? { warns } : { notBefore, warns }
}

/** SLA 20: whoever the plan names for it, one of us hears that a promise is broken. */
export function ours(notify: readonly Audience[]): Audience[] {
  const staff = notify.filter((one) => !isOfCustomer(one))
  return staff.length > 0 ? staff : ['assignee']
}

/** Whoever promised to call back is told of it, wherever the ticket went since. */
export function promiserToo(state: TicketState, { data }: TicketEvent & { type: 'warned' | 'breached' }) {
  const promiser = promiserOf(state, data.clockId)
  return promiser === undefined ? {} : { alsoIds: [promiser] }
}

export function promiserOf({ callBacks = [] }: TicketState, id: string): string | undefined {
  return callBacks.find(({ n }) => clockId({ metric: 'callBack', cycle: n }) === id)?.byId
}

/** Whoever has the ticket; while nobody does, all who could take it. */
export function deskOf({ assignee }: TicketState): Addressee {
  return assignee ? 'assignee' : 'tier'
}

/** Whoever has the ticket, of what others do to it. */
export function holderUnless({ assignee }: TicketState, actor: Pick<Actor, 'id'>): Addressee[] {
  return assignee && assignee.id !== actor.id ? ['assignee'] : []
}

/** Whom of the customer something is put to: where nobody of theirs reported it, the one who signs speaks for them. */
export function speakerFor({ reporter, caller }: TicketState): Addressee {
  return reporter || caller ? 'reporter' : 'acceptor'
}

/** SLA 16: and that tier, which is called to look at it; the ticket stays where it is. */
export function alsoCalling(tier: Tier | undefined, notices: Notice[]): Notice[] {
  return tier ? notices.map((notice) => ({ ...notice, to: ['tier', ...notice.to], tier })) : notices
}

/** R4.3: noticed after the due instant, it is told that it is broken instead. */
export function doubtsIn({ at, data }: TicketEvent & { type: 'judgedInfeasible' }, notices: Notice[]): Notice[] {
  return at > data.dueAt ? [] : notices.map((notice) => ({ ...notice, doubts: data.clockId }))
}
