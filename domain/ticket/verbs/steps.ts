import { staffRoles } from '../../people/roles.ts'
import { type Actor, isEngineer, isManager, type StaffMember, staffMember } from '../../people/actors.ts'
import type { Instant } from '../../time/instant.ts'
import type { Channel } from '../../promises/subject.ts'
import { isOurs, ofOurs, type Outcome, pathOf, type StepName, stepsOf, termsOf } from '../paths.ts'
import { invalid, isRefusal, notNow, type Refusal, unanswered } from '../refusal.ts'
import type { Step } from '../step.ts'
import type { Standing } from '../standing.ts'
import type { StatusName, TicketState } from '../state.ts'
import { wrongDecideBy } from './propose.ts'
import { openStep } from '../steps.ts'
import type { Rule } from './rule.ts'

/** Wherever a step can be left: what follows a low rating is done on a ticket that is closed. */
const anywhere: readonly StatusName[] = ['open', 'in_progress', 'pending', 'resolved', 'closed']

interface AssignStep {
  step: StepName
  owner: StaffMember
  reason?: string
}

/**
 * R1.14: who is responsible for a step, be it open or one that comes later. A step that somebody owns is handed over, with
 * a reason. The desk names anybody; an engineer takes what nobody owns, or hands over the own.
 */
export const assignStep: Rule<AssignStep> = {
  who: staffRoles,
  in: anywhere,
  may({ steps = [], number }, actor) {
    if (steps.length === 0) return notNow(`${number} has no step that is left to be done.`)
    if (steps.some(({ ownerId }) => mayAssign(actor, ownerId))) return undefined
    return notNow(`No step of ${number} is yours to hand over.`)
  },
  decide(state, { step: name, owner, reason }, actor) {
    const known = stepNamed(state, name)
    if (isRefusal(known)) return known
    if (known.state === 'done') return notNow(`The step ${name} is done.`)
    const { owner: previous } = known
    if (!mayAssign(actor, previous?.id)) return invalid('step', notYours(known))
    if (!mayAssign(actor, previous?.id, owner.id)) {
      return invalid('ownerId', 'Take it yourself, or have the desk name somebody.')
    }
    if (previous?.id === owner.id) return invalid('ownerId', `${owner.name} has this step already.`)
    if (previous && !reason) return invalid('reason', `${previous.name} has this step: say why it is handed over.`)
    if (isPartial(state, name, owner)) return invalid('ownerId', partial(owner.name, name))
    const data = { step: name, owner, ...(previous && { previous }), ...(reason && { reason }), ...ofOurs(name) }
    return [{ type: 'stepAssigned', data }]
  },
}

interface CompleteStep {
  step: StepName
  /** What came of it; for ourselves. */
  result: string
  /** What the customer is told. */
  message?: string
  channel: Channel
  /** R1.9: whom of us the complaint is about. */
  about?: StaffMember[]
  outcome?: Outcome
  /** R1.6: until when the customer is asked to confirm what is proposed. */
  decideBy?: Instant
}

const theirTurn =
  'First comes confirm: the customer decides, and what was decided by word of mouth is written down as a decision on the proposal.'

/** R1.14: by its owner, or by a manager; what nobody owns belongs to whoever does it. One after the other. */
export const completeStep: Rule<CompleteStep> = {
  who: staffRoles,
  in: anywhere,
  may({ steps = [], number }, actor) {
    const open = steps.filter(({ state }) => state === 'open')
    const ours = open.filter(({ step }) => !termsOf(step).theirs)
    if (ours.some(({ ownerId }) => mayDo(actor, ownerId))) return undefined
    if (ours.length > 0) return notNow(`No open step of ${number} is yours; have it handed over to you first.`)
    return notNow(open.length > 0 ? theirTurn : `${number} has no step that is left to be done.`)
  },
  decide(state, { channel, ...body }, actor, now) {
    const known = stepToDo(state, body.step, actor)
    if (isRefusal(known)) return known
    const wrong = wrongFor(body) ?? whoMay(state, body, actor)
    if (wrong) return wrong
    const { decideBy, message, ...done } = body
    const data = { ...done, owner: known.owner ?? staffMember(actor), ...ofOurs(body.step) }
    if (decideBy !== undefined && message) {
      if (state.respondedAt === undefined) return notNow(unanswered)
      const proposed = { type: 'proposed' as const, data: { solution: message, decideBy } }
      return wrongDecideBy(decideBy, now) ?? [{ type: 'stepCompleted', data }, proposed]
    }
    const decision = message ? state.steps?.find(({ done: was }) => was?.outcome)?.done?.outcome : undefined
    const told = { ...(message && { message, channel }), ...(decision && { decision }) }
    return [{ type: 'stepCompleted', data: { ...data, ...told } }]
  },
}

function stepNamed({ steps = [], number }: TicketState, name: StepName): Step | Refusal {
  const known = steps.find(({ step }) => step === name)
  if (known) return known
  const all = steps.map(({ step }) => step).join(', ')
  return invalid('step', all ? `${number} has no such step; its steps are: ${all}.` : `${number} has no steps.`)
}

/** That step, where it is its turn and this person's; else what comes first, or whose it is. */
function stepToDo(state: TicketState, name: StepName, actor: Actor): Step | Refusal {
  const known = stepNamed(state, name)
  if (isRefusal(known)) return known
  if (known.state === 'done') return notNow(`The step ${name} is done, by ${known.done?.by.name}.`)
  if (known.state === 'waiting') {
    return notNow(`First comes ${openStep(state, name)?.step}; ${stepsOf(pathOf(name)).join(', ')} is their order.`)
  }
  if (termsOf(name).theirs) return notNow(theirTurn)
  return mayDo(actor, known.owner?.id) ? known : invalid('step', notYours(known))
}

/** What is said with a step that is not asked for there, or lacks what is. */
function wrongFor({ step, message, about, outcome, decideBy }: Omit<CompleteStep, 'channel'>): Refusal | undefined {
  const { tells, namesWhom, decides, proposes } = termsOf(step)
  const isSaid = tells ?? proposes
  if (isSaid && !message) return invalid('message', `The customer is told with the step ${step}: write what.`)
  if (!isSaid && message)
    return invalid('message', `The customer is not told with the step ${step}; leave it out, or reply.`)
  if (proposes && decideBy === undefined)
    return invalid('decideBy', 'Say until when the customer is asked to confirm it.')
  if (!proposes && decideBy !== undefined)
    return invalid('decideBy', `Nothing is proposed with the step ${step}; leave it out.`)
  if (decides && !outcome) return invalid('outcome', 'Say what was decided: accepted, declined or later.')
  if (!decides && outcome) return invalid('outcome', `Nothing is decided with the step ${step}; leave it out.`)
  if (!namesWhom && about) return invalid('aboutIds', 'Whom a complaint is about is said when it is acknowledged.')
  return undefined
}

/** R1.9: nobody looks into what is said about that very person. */
function whoMay(
  state: TicketState,
  { step, about = [] }: Omit<CompleteStep, 'channel'>,
  actor: Actor,
): Refusal | undefined {
  if (isPartial(state, step, actor)) return invalid('step', partial(actor.name, step))
  const conflicted = state.steps?.find(
    (one) => termsOf(one.step).impartial && about.some(({ id }) => id === one.owner?.id),
  )
  if (!conflicted?.owner) return undefined
  return invalid('aboutIds', `${partial(conflicted.owner.name, conflicted.step)} Hand that step over first.`)
}

/** R1.9 */
function isPartial({ complainedOf = [] }: TicketState, step: StepName, { id }: { id: string }): boolean {
  return termsOf(step).impartial === true && complainedOf.some((one) => one.id === id)
}

function partial(name: string, step: StepName): string {
  return `The complaint is about ${name}, who cannot own the step ${step}; name somebody else.`
}

/** Managers do what is anybody's. */
function mayDo(actor: Actor, ownerId: string | undefined): boolean {
  return ownerId === undefined || ownerId === actor.id || isManager(actor)
}

/** Engineers give away what is theirs, and take what is nobody's, for themselves. */
function mayAssign(actor: Actor, fromId: string | undefined, toId = actor.id): boolean {
  if (!isEngineer(actor)) return true
  return fromId === actor.id || (fromId === undefined && toId === actor.id)
}

function notYours({ owner, step }: Step): string {
  return `The step ${step} is that of ${owner?.name}; have it handed over to you first.`
}

/** R1.9: a ticket of such a kind comes to its end by its steps. */
export function stepsMissing({ steps = [], number }: Standing): Refusal | undefined {
  const left = steps.filter(({ step }) => !isOurs(step)).map(({ step }) => step)
  if (left.length === 0) return undefined
  return notNow(`${number} is resolved when its steps are done; missing: ${left.join(', ')}.`)
}
