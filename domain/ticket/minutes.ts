import { standingRepair } from '../promises/facts.ts'
import { toIso } from '../time/instant.ts'
import type { Reported, TicketState } from './state.ts'
import type { TicketEvent } from './events.ts'
import { type TicketRecord, ticketRecordOf } from './record.ts'

/** One line on the ticket for the engine's own pages, without personal data: no names of people, no words of theirs. */
export function summaryOf(opening: Reported): string {
  const system = opening.system ? ` · ${opening.system.name}` : ''
  return `${opening.number} · ${opening.kind}, ${opening.class} · ${opening.customer?.name ?? 'a caller nobody knows'}${system}`
}

/** SLA 14: nobody signed, and wherever it is shown it says so. */
const deemed = '视同验收（未签）, deemed accepted (unsigned)'

function isDeemed(event: TicketEvent): boolean {
  return event.type === 'signedOff' && event.data.signOff.method === 'deemed'
}

/** What was just recorded, as a manager reads it beside the step: `v3 resolved, v4 rated`. */
export function stepSummaryOf(events: readonly TicketEvent[]): string {
  return events.map((event) => `v${event.version} ${event.type}${isDeemed(event) ? ` (${deemed})` : ''}`).join(', ')
}

/** Markdown: where the ticket stands, what it waits for, and until when. Names no person. */
export function currentDetailsOf(state: TicketState): string {
  const record = ticketRecordOf(state)
  const clocks = record.clocks.map(
    ({ id, state: standing, dueAt, source, internal }) =>
      `- \`${id}\` (${source}${internal ? ', internal' : ''}): **${standing}**, due ${dueAt ?? (standing === 'paused' ? 'not known while it is paused' : 'not known: its calendar cannot be counted so far')}`,
  )
  const pending = record.pending ? ` (${record.pending.reason}${until(record.pending.expectedEnd)})` : ''
  return [
    `**${record.number}** is **${record.status}**${pending}, priority ${record.priority}, ${record.tier} tier, cycle ${record.cycle}.`,
    record.uncovered
      ? `**Uncovered** (${record.uncovered}): no contract promises anything; the desk's own target counts.`
      : '',
    waitsFor(state),
    record.next ? `Next, if nobody acts: ${describe(record.next)}.` : '',
    ...record.visits.filter(({ endedAt }) => endedAt === null).map(visitIn),
    clocks.length ? `\n${clocks.join('\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n')
}

/** Markdown: what stands in the ticket's way, and what is to be done about it. */
export function stuckDetailsOf({ number, status }: TicketState, because: string): string {
  return [
    `**${number}** is **${status.name}**, and **the database refuses what it records next** (${because}).`,
    'It takes no acts and keeps no deadline until that is mended. It tries again by itself, at least every ten minutes.',
  ].join('\n')
}

function visitIn({ n, status, from, until }: TicketRecord['visits'][number]): string {
  return `Visit ${n} is **${status}**, expected from ${from} until ${until}.`
}

function waitsFor(state: TicketState): string {
  switch (state.status.name) {
    case 'open':
      return 'Waits for the first response.'
    case 'in_progress':
      return state.assignee ? 'Waits for the assigned engineer.' : 'Waits to be assigned.'
    case 'pending':
      return `Waits since ${toIso(state.status.since)}; the clocks that the contract lets this reason stop stand still.`
    case 'resolved':
      return standingRepair(state)?.objected
        ? "The contract's acceptor has written instead of signing: a person sees to it."
        : "Waits for the sign-off of the contract's acceptor."
    case 'closed':
      return `Closed: ${state.status.by === 'deemed' ? deemed : 'signed'}; it may still be rated or reopened.`
    case 'cancelled':
      return `Cancelled: ${state.status.reason}; within a day that can be undone.`
  }
}

/** `breach of resolution/1 at 2026-11-27T03:00:01Z` */
function describe(next: NonNullable<ReturnType<typeof ticketRecordOf>['next']>): string {
  const clock = next.clockId ? ` of ${next.clockId}` : ''
  const percent = next.percent !== null && next.percent !== 100 ? ` (${next.percent} %)` : ''
  const what = next.what === 'deemedAcceptance' ? deemed : next.what
  return `${what}${clock}${percent} at ${next.at}`
}

function until(expectedEnd: string | null): string {
  return expectedEnd ? `, expected until ${expectedEnd}` : ''
}
