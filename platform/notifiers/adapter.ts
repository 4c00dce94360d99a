import type { IncomingHttpHeaders } from 'node:http'

/** What is told, as short as it is read on a phone. */
export interface Told {
  /** Of this page: a repeat carries the same. */
  key: string
  /** Whole, in the reader's language, with its links. */
  text: string
  /** The same for a program. */
  data: object
}

/** Where it is sent; `secret` signs it. Whoever has the address of a robot can write to its group, so no log holds either. */
export interface Target {
  url: string
  secret: string | null
}

/** What is posted, as JSON. */
export interface Request {
  url: string
  headers: Record<string, string>
  body: string
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/**
 * `refused`: for good. `again`: it may go better another time, after `inMs` where the answer says so; then it is not known
 * whether it was taken. Both say why in a code, never in the other's words.
 */
export type Taken = 'accepted' | { refused: string } | { again: string; inMs?: number }

/** At most so many to one address within so long. */
export interface Pace {
  most: number
  withinMs: number
}

/** One kind of receiver, by its own documentation. */
export interface Adapter {
  request(target: Target, told: Told, now: Date): Request
  judge(answer: Answer): Taken
  paces: readonly Pace[]
}
