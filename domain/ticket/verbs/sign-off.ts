import { type Actor, isStaff, staffMember } from '../../people/actors.ts'
import { recordHashOf, supportRecordOf } from '../support-record.ts'
import type { Draft } from '../events.ts'
import { raiseOnRepeat } from '../raise.ts'
import { forbidden, invalid, nobodySigns, notNow, type Refusal } from '../refusal.ts'
import type { Standing } from '../standing.ts'
import type { SignMethod } from '../acceptance.ts'
import { attachmentPrefix, isScan } from '../attachments.ts'
import type { TicketState } from '../state.ts'
import { type FollowUp, rated } from './rate.ts'
import type { Rule } from './rule.ts'

interface SignOff {
  method: SignMethod
  recordHash?: string
  scan?: string
  rating?: number
  comment?: string
  followUp?: FollowUp
}

/** SLA 14, R1.8: the contract's named acceptor signs what was shown. */
export const signOff: Rule<SignOff> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['resolved'],
  may: onlyTheAcceptor,
  decide(state, body, actor, now) {
    const wrong = howTheySign(body, actor) ?? whereTheScanIs(state, body)
    if (wrong) return wrong
    const notTheirs = whoMayRate(body, actor)
    if (notTheirs) return notTheirs
    const { acceptor } = state.terms
    if (acceptor === undefined) return notNow(nobodySigns)
    const recordHash = recordHashOf(supportRecordOf(state))
    if (body.recordHash !== undefined && body.recordHash !== recordHash) {
      return invalid('recordHash', 'The support record has changed since it was shown; read it again, then sign.')
    }
    const { method, scan, rating, comment, followUp } = body
    const signed: Draft = {
      type: 'signedOff',
      data: {
        signOff: {
          by: acceptor,
          at: now,
          method,
          recordHash,
          ...(method === 'paper' && { loggedBy: staffMember(actor) }),
          ...(scan && { scan }),
        },
      },
    }
    if (rating === undefined) return [signed]
    return [
      signed,
      rated(state, { score: rating, ...(comment && { comment }), ...(followUp && { followUp }) }, actor, now),
    ]
  },
}

interface RefuseSignOff {
  method: SignMethod
  reason: string
  scan?: string
}

/** A refusal goes back to work as the next cycle, with its reason, and raises the tier (SLA 12, 16). */
export const refuseSignOff: Rule<RefuseSignOff> = {
  who: ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'],
  in: ['resolved'],
  may: onlyTheAcceptor,
  decide(state, body, actor, now) {
    const wrong = howTheySign(body, actor) ?? whereTheScanIs(state, body)
    if (wrong) return wrong
    const { reason, method, scan } = body
    const loggedBy = method === 'paper' ? { loggedBy: staffMember(actor) } : {}
    return [
      {
        type: 'signOffRefused',
        data: { reason, method, ...loggedBy, ...(scan && { scan }) },
      },
      ...raiseOnRepeat(state, 'The customer refused the repair', now),
    ]
  },
}

/** SLA 14: a rating is the customer's alone, whoever logs the signature. */
function whoMayRate({ rating, comment }: SignOff, actor: Actor): Refusal | undefined {
  if (rating === undefined) return comment ? invalid('rating', 'A comment needs the rating it belongs to.') : undefined
  return isStaff(actor)
    ? invalid('rating', 'Only the customer rates; leave it out, and the customer is asked.')
    : undefined
}

/** Staff log what the acceptor signed on paper. */
function onlyTheAcceptor({ terms }: Standing, actor: Actor): Refusal | undefined {
  if (isStaff(actor) || actor.contactId === terms.acceptor?.id) return undefined
  return forbidden("Only the contract's named acceptor signs; ask for that signature, or have one on paper logged.")
}

/** R1.11: it is one of the ticket's files, or kept elsewhere. */
function whereTheScanIs({ attachments = [] }: TicketState, { scan }: { scan?: string }): Refusal | undefined {
  if (!scan?.startsWith(attachmentPrefix)) return undefined
  const file = attachments.find(({ id }) => id === scan)
  if (file === undefined) return invalid('scan', 'No file of this ticket has that id; attach the scan first.')
  if (file.internal) return invalid('scan', `"${file.name}" is hidden from the customer, who must see what was signed.`)
  return isScan(file) ? undefined : invalid('scan', `"${file.name}" is ${file.mediaType}; a scan is an image or a PDF.`)
}

function howTheySign({ method, scan }: Pick<SignOff, 'method' | 'scan'>, actor: Actor): Refusal | undefined {
  if (isStaff(actor) && method !== 'paper') {
    return invalid('method', 'Staff log what was signed on paper; the method is "paper".')
  }
  if (isStaff(actor)) return scan ? undefined : invalid('scan', 'Say where the scan of the signed sheet is kept.')
  if (method !== 'paper') return undefined
  return invalid('method', 'A paper signature is logged by our staff.')
}
