import type { Addressee } from '../people/audiences.ts'
import { holderUnless } from './concerned.ts'
import { followedUpBy } from './follow-up.ts'
import type { Message } from './notices.ts'
import type { PartEvent } from './part-events.ts'
import type { TicketState } from './state.ts'

/** R1.5, R4.3: the customer hears of each step; where something is that should be back, our people are asked. */
export function toldOfPart(event: PartEvent, state: TicketState): { message: Message; to: Addressee[] } {
  const theirs = holderUnless(state, event.actor)
  switch (event.type) {
    case 'partAdded':
      return { message: 'part-added', to: ['reporter', ...theirs] }
    case 'partMoved':
      return { message: 'part-moved', to: ['reporter', ...theirs] }
    case 'partOverdue':
      return { message: 'part-overdue', to: followedUpBy(event.data.times) }
  }
}
