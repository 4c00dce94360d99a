/** Why a command was not carried out, in words for the one who asked. Nothing has changed. */
export interface Refusal {
  refused: 'forbidden' | 'notAllowedNow' | 'invalid' | 'stale'
  reason: string
  /** The field at fault, when it is one. */
  field?: string
}

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer
}

export const forbidden = (reason: string): Refusal => ({ refused: 'forbidden', reason })
export const notNow = (reason: string): Refusal => ({ refused: 'notAllowedNow', reason })
export const invalid = (field: string, reason: string): Refusal => ({ refused: 'invalid', field, reason })
