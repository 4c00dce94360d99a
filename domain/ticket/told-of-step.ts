import { isStaff, type StaffMember } from '../people/actors.ts'
import type { Addressee } from '../people/audiences.ts'
import { isLow } from './acceptance.ts'
import { isToConfirm } from './confirmed.ts'
import type { TicketEvent } from './events.ts'
import type { Message, Notice } from './notices.ts'
import { termsOf } from './paths.ts'
import type { TicketState } from './state.ts'
import type { StepEvent } from './stepped.ts'
import { deskOf, holderUnless } from './concerned.ts'
import type { Step } from './step.ts'
import { openStep } from './steps.ts'

interface Telling {
  message: Message
  to: Addressee[]
  stepOwnerId?: string
}

/**
 * Who hears of a step: whoever owns it, or comes next, and whoever has the ticket; the manager of what nobody owns or what is
 * late; the customer of what is told with it.
 */
export function toldOfStep(event: StepEvent, state: TicketState): Telling[] {
  const theirs = holderUnless(state, event.actor)
  const told = (message: Message, owner: StaffMember | undefined, ...to: Addressee[]): Telling => ({
    ...{ message, to },
    ...(owner && { stepOwnerId: owner.id }),
  })
  switch (event.type) {
    case 'stepAssigned':
      return [
        told(
          'step-assigned',
          event.data.owner,
          'stepOwner',
          ...(event.data.previous ? (['previous'] as const) : []),
          ...theirs,
        ),
      ]
    case 'stepUnattended': {
      const { owner } = event.data
      return [told('step-unattended', owner, owner ? 'stepOwner' : deskOf(state), 'manager')]
    }
    case 'stepCompleted': {
      const { step } = event.data
      const next = openStep(state, step)
      const ours = [...theirs, ...turnOf(next)]
      return [
        ...(termsOf(step).tells ? [told('step-told', undefined, 'reporter')] : []),
        ...(ours.length > 0 ? [told('step-completed', next?.owner, ...ours)] : []),
      ]
    }
  }
}

/** Whose turn it is now: the owner's, or the manager's, who names one. */
function turnOf(next: Step | undefined): Addressee[] {
  if (next === undefined) return []
  return next.owner ? ['stepOwner'] : ['manager']
}

/** For a notice to whoever owns a step. */
function withOwner(notices: Notice[], owner: StaffMember | undefined): Notice[] {
  return owner ? notices.map((notice) => ({ ...notice, stepOwnerId: owner.id })) : notices
}

type Turn = TicketEvent & { type: 'proposed' | 'proposalDecided' | 'rated' }

/** What makes it somebody's turn: the acceptor's to confirm, the next step's owner, or whoever follows up what was rated. */
export function toldOfTurn(
  event: Turn,
  state: TicketState,
  tell: (message: Message, ...to: Addressee[]) => Notice[],
  { theirs, reporterToo }: { theirs: Addressee[]; reporterToo: Addressee[] },
): Notice[] {
  switch (event.type) {
    case 'proposed':
      // The plan of a change is the acceptor's to confirm; whoever asked for it is told.
      if (isToConfirm(state)) return tell('proposed', 'acceptor', ...reporterToo, ...theirs)
      return tell('proposed', 'reporter', ...theirs)
    case 'proposalDecided': {
      const next = openStep(state)
      // What we wrote down in somebody's name is told to the customer.
      const heard: Addressee[] = isStaff(event.actor) ? ['reporter'] : []
      return withOwner(tell('proposal-decided', ...heard, deskOf(state), ...turnOf(next)), next?.owner)
    }
    case 'rated':
      return isLow(event.data.rating)
        ? withOwner(tell('low-rating', 'manager', 'stepOwner', ...theirs), event.data.followUp?.owner)
        : tell('rated', ...theirs)
  }
}
