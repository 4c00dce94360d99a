import type { Actor } from '../../people/actors.ts'
import { attach } from './attach.ts'
import { assign, handOver } from './assign.ts'
import { bind } from './bind.ts'
import { promiseCallBack } from './call-back.ts'
import { cancel, reinstate } from './cancel.ts'
import { handDown } from './hand-down.ts'
import { disputeSignOff } from './dispute.ts'
import { escalate } from './escalate.ts'
import { merge } from './merge.ts'
import { note } from './note.ts'
import { abandonVisit, acceptVisit, arrive, completeVisit, declareRemoteFailed, depart } from './on-site.ts'
import { opening } from './open.ts'
import { addPart, movePart } from './parts.ts'
import { addParty, askParty, partyReply, removeParty } from './party.ts'
import { pause, resume } from './pause.ts'
import { decideProposal, propose } from './propose.ts'
import { decideQuote, quote, waiveQuote } from './quote.ts'
import { rate } from './rate.ts'
import { answerRemote, endRemote, requestRemote, revokeRemote, startRemote } from './remote.ts'
import { reopen } from './reopen.ts'
import { reply } from './reply.ts'
import { resolve } from './resolve.ts'
import { respond } from './respond.ts'
import { restore } from './restore.ts'
import { retarget } from './retarget.ts'
import type { Rule } from './rule.ts'
import { refuseSignOff, signOff } from './sign-off.ts'
import { assignStep, completeStep } from './steps.ts'
import { take } from './take.ts'
import { triage } from './triage.ts'
import { addWatcher, removeWatcher } from './watch.ts'
import { cancelVisit, dispatch, moveVisit } from './visit.ts'

/** All that can be done to a ticket: the whole matrix of who, when and what, denied by default. */
export const rules = {
  triage,
  respond,
  assign,
  take,
  handOver,
  handDown,
  reply,
  attach,
  note,
  addWatcher,
  removeWatcher,
  addParty,
  askParty,
  partyReply,
  removeParty,
  promiseCallBack,
  propose,
  decideProposal,
  quote,
  decideQuote,
  waiveQuote,
  pause,
  resume,
  escalate,
  addPart,
  movePart,
  requestRemote,
  answerRemote,
  revokeRemote,
  startRemote,
  endRemote,
  declareRemoteFailed,
  dispatch,
  acceptVisit,
  moveVisit,
  cancelVisit,
  depart,
  arrive,
  completeVisit,
  abandonVisit,
  assignStep,
  completeStep,
  restore,
  resolve,
  signOff,
  refuseSignOff,
  disputeSignOff,
  rate,
  cancel,
  merge,
  reinstate,
  reopen,
  retarget,
  bind,
}
export type Verb = keyof typeof rules
export const verbs = Object.keys(rules) as Verb[]

/** What each verb is said with. One update per verb, so that a manager reads the history like minutes. */
export type Bodies = { [V in Verb]: (typeof rules)[V] extends Rule<infer B> ? B : never }

/** Another party, which has no account and no role, answers what it is asked, and does nothing else. */
export function roleMay(role: Actor['role'], verb: 'open' | Verb): boolean {
  if (role === 'party') return verb === 'partyReply'
  return role !== 'clock' && (verb === 'open' ? opening : rules[verb]).who.includes(role)
}

/** A verb's rule, with the body that is its own. */
export const ruleOf: <V extends Verb>(verb: V) => Rule<Bodies[V]> = (verb) =>
  (rules as { [V in Verb]: Rule<Bodies[V]> })[verb]
