/** Why a command was not carried out, in words for the one who asked. Nothing has changed. */
export interface Refusal {
  /** `busy`: nothing is wrong with it; the same may be asked for again in a moment. */
  refused: 'forbidden' | 'notAllowedNow' | 'invalid' | 'stale' | 'busy'
  reason: string
  /** The field at fault, when it is one. */
  field?: string
}

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer
}

/** What staff cannot do before the first answer (SLA 7). */
/** SLA 14, 24 */
export const nobodySigns =
  'Nobody could sign this repair: bind the ticket first, to a contract or to the contact who reported it.'
export const unanswered = 'The customer has had no response yet; respond first.'

export const forbidden = (reason: string): Refusal => ({ refused: 'forbidden', reason })
export const notNow = (reason: string): Refusal => ({ refused: 'notAllowedNow', reason })
export const busy = (reason: string): Refusal => ({ refused: 'busy', reason })
export const invalid = (field: string, reason: string): Refusal => ({ refused: 'invalid', field, reason })
