import type { Contact } from '../people/actors.ts'
import { type Instant, toIso } from '../time/instant.ts'

/** R1.6: a solution on which the customer was asked to decide before it is carried out; the newest such. */
export interface Proposal {
  /** Of the event that proposed it. */
  version: number
  at: Instant
  /** By when the customer was asked to say. */
  decideBy: Instant
  decided?: { accepted: boolean; at: Instant; by: Contact }
}

export function isUndecided({ proposal }: { proposal?: Proposal }): boolean {
  return proposal !== undefined && proposal.decided === undefined
}

/** As it is shown and stored; instants are ISO, UTC. */
export function proposalRecordOf({ version, at, decideBy, decided }: Proposal) {
  return {
    ...{ version, at: toIso(at), decideBy: toIso(decideBy) },
    decided: decided ? { ...decided, at: toIso(decided.at) } : null,
  }
}
