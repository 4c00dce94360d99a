import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { PartEvent } from '../domain/ticket/part-events.ts'
import { type Fact, plain, term } from './facts.ts'

/** What a ticket's story says of a part (R4.3), beside who and when. */
export function factsOfPart({ type, data }: Extract<KnownEvent, { type: PartEvent['type'] }>): Fact[] {
  switch (type) {
    case 'partAdded':
      return [...plain(data.what), ...term('partStatus', data.kind)]
    case 'partMoved':
      return [...plain(data.what), ...term('partStatus', data.step), ...term('place', data.place)]
    case 'partOverdue':
      return plain(data.what)
  }
}
