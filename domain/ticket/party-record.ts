import { isoOrNull } from '../time/instant.ts'
import type { Party } from './party.ts'

/** Another party as it is shown to staff and stored; instants are ISO, UTC. */
export function partyRecordOf({ asked, said: _counted, removedAt, showsCustomer, ...person }: Party) {
  const { at, answerBy, times = 0 } = asked ?? {}
  const question = { askedAt: isoOrNull(at), answerBy: isoOrNull(answerBy), late: times > 0 }
  return { ...person, showsCustomer: showsCustomer ?? false, ...question, removedAt: isoOrNull(removedAt) }
}
