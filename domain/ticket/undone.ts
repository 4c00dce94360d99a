import { ended, lastChanged, type Repair } from '../promises/facts.ts'
import { type Contact, personOf } from '../people/actors.ts'
import type { TicketEvent } from './events.ts'
import { withRepair } from './kept.ts'
import { answered } from './periods.ts'
import type { EarlierRepair } from './acceptance.ts'
import type { TicketState } from './state.ts'

type Undoing = TicketEvent & { type: 'signOffRefused' | 'signOffDisputed' | 'reopened' }

/** SLA 12: back to work as the next cycle. The old repair stands no more, and is shown as what it was: not enough. */
export function undone(state: TicketState, event: Undoing): TicketState {
  const { signOff, resolution, ...rest } = state
  const was = answersAfter(state, event)
  const earlier: EarlierRepair | undefined = resolution && {
    ...{ cycle: state.cycle, resolution, ...(signOff && { signOff }) },
    undone: { how: how(event), at: event.at, reason: event.data.reason, by: whose(state, event) },
  }
  return {
    ...rest,
    ...(earlier && { earlierRepairs: withRepair(state.earlierRepairs, earlier) }),
    repairs: ended(was, event.at),
    status: { name: 'in_progress' },
    cycle: state.cycle + 1,
  }
}

/** A signature that was disputed was none, so what was asked for was not given. */
function answersAfter({ repairs }: TicketState, { type, at }: Undoing): Repair[] {
  if (type !== 'signOffDisputed') return answered(repairs, at, type === 'reopened' ? 'withdrawn' : 'met')
  return lastChanged(repairs, (last) => ({ ...last, answered: { at, why: 'withdrawn' } }))
}

function how({ type }: Undoing): EarlierRepair['undone']['how'] {
  if (type === 'signOffDisputed') return 'disputed'
  return type === 'reopened' ? 'reopened' : 'refused'
}

/** What was refused on paper was logged by our staff, and refused by the acceptor. */
function whose({ terms }: TicketState, { actor, ...event }: Undoing): Contact {
  const onPaper = event.type === 'signOffRefused' && event.data.method === 'paper'
  return (onPaper && terms.acceptor) || personOf(actor)
}
