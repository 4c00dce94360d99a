import type { TicketRecord } from '../domain/ticket/record.ts'

/** Whose a ticket is, as far as it is known (SLA 24); `known` is what its reader may see of the whole. */
export function whoseOf(whole: TicketRecord, known: TicketRecord, staff: boolean) {
  const { customer, caller } = whole
  return {
    customer: customer?.name ?? caller?.organisation ?? caller?.name ?? '',
    uncovered: staff ? known.uncovered : null,
    /** For staff, who must be able to reach this person. */
    caller: known.caller && { phone: null, email: null, organisation: null, ...known.caller },
    reporter: known.reporter?.name ?? known.caller?.name ?? null,
    source: known.source,
  }
}
