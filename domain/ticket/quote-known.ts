import { withoutCaller } from './callers-name.ts'
import type { quotingRecordOf } from './quote.ts'

/** Of its events: who of us hears the answer, and why a manager waived it, is ours. */
export const quotesKnown = {
  quoted: ['quote', 'amount', 'currency', 'purpose', 'validUntil'],
  quoteDecided: ['quote', 'amount', 'currency', 'accepted', 'reason', 'heardFrom'],
  quoteWaived: [],
} as const

/** Why a manager waived it is ours. */
export function quotingForCustomer({ quote, waived }: NonNullable<ReturnType<typeof quotingRecordOf>>) {
  return {
    quote: quote && { ...quote, decided: quote.decided && withoutCaller(quote.decided) },
    waived: waived && { ...waived, reason: '' },
  }
}
