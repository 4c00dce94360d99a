import type { Draft, TicketEvent } from './events.ts'
import type { Duplicate, Linked, Tiding } from './linked.ts'
import type { TicketState } from './state.ts'

/** What a ticket tells the one in which it goes on, or went on so far. */
export function tidingOf(event: TicketEvent, state: TicketState): Tiding | undefined {
  const duplicate = { id: state.id, number: state.number, version: event.version }
  if (event.type === 'merged') {
    const { reporter } = state
    return { to: event.data.into.id, duplicate: { ...duplicate, ...(reporter && { reporter }) }, actor: event.actor }
  }
  if (event.type !== 'reinstated' || !event.data.from) return undefined
  return { to: event.data.from.id, duplicate: { ...duplicate, released: true }, actor: event.actor }
}

/** What comes of it; nothing when it was heard before, or overtaken on its way. */
export function heard({ duplicates = [] }: TicketState, { duplicate, actor }: Tiding): Draft[] {
  const known = duplicates.find(({ id }) => id === duplicate.id)
  if (known && known.version >= duplicate.version) return []
  const { reporter, ...plain } = duplicate
  if (plain.released) return [{ type: 'duplicateReleased', data: { duplicate: plain }, actor }]
  return [{ type: 'duplicateMerged', data: { duplicate: plain, ...(reporter && { reporter }) }, actor }]
}

type News = (TicketEvent & { type: 'duplicateMerged' | 'duplicateReleased' })['data']

export function withDuplicate({ duplicates = [] }: TicketState, { duplicate, ...told }: News): Duplicate[] {
  return [...duplicates.filter(({ id }) => id !== duplicate.id), { ...duplicate, ...told }]
}

/** Those that go on in it. */
function standingDuplicates({ duplicates = [] }: Pick<TicketState, 'duplicates'>): Duplicate[] {
  return duplicates.filter(({ released }) => !released)
}

/** The customer's people who reported the same, and follow it; who reports or signs it is told anyway. */
export function followersOf({
  reporter,
  terms,
  ...state
}: Pick<TicketState, 'duplicates' | 'reporter'> & {
  terms: Pick<TicketState['terms'], 'acceptor'>
}): string[] {
  const told = [reporter?.id, terms.acceptor?.id]
  const ids = standingDuplicates(state).flatMap(({ reporter: one }) => one?.id ?? [])
  return [...new Set(ids)].filter((id) => !told.includes(id))
}

/** How tickets hang together, for whoever reads one. */
export function linksOf({ follows, followsNumber, mergedInto, ...state }: TicketState): Link[] {
  const links: Link[] =
    follows === undefined ? [] : [{ kind: 'followUpOf', id: follows, number: followsNumber ?? null }]
  if (mergedInto) links.push({ kind: 'mergedInto', ...mergedInto })
  return [...links, ...standingDuplicates(state).map(({ id, number }): Link => ({ kind: 'duplicate', id, number }))]
}

export interface Link {
  kind: LinkKind
  id: Linked['id']
  /** Null of one that was linked before numbers were kept. */
  number: string | null
}
export const linkKinds = ['followUpOf', 'mergedInto', 'duplicate'] as const
type LinkKind = (typeof linkKinds)[number]
