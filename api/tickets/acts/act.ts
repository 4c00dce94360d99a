import type { z } from 'zod'
import type { SignedIn } from '../../../domain/people/signed-in.ts'
import type { Finds } from '../../../http/operation.ts'
import type { SentFile } from '../../../http/upload.ts'
import type { Services } from '../../shared/services.ts'
import type { whenWriting } from '../ceilings.ts'
import type { Subject } from '../lookups.ts'
import type { repeatOf } from '../repeats.ts'
import type { Bodies, Verb } from '../../../domain/ticket/verbs/rules.ts'

/** The half of a verb that stands outside the domain: the noun under the ticket, what is sent, what is looked up. */
export interface Act<T> {
  /** `visits/{visit}/arrival` is about one of its visits. */
  noun: string
  summary: string
  body: z.ZodType
  /** Absent for what cannot be done without end. */
  ceilings?: typeof whenWriting
  /** What of the ticket is looked up for it, where that is more than of any. */
  finds?: Finds<Subject>
  /** In bytes: it is done with a file of at most so many. */
  takesFile?: number
  /** What the ticket's process is told. */
  tell(body: unknown, asked: Asked): T | Promise<T>
}

/** Every verb's other half, as far as one file holds it; what is no verb's does not compile. */
export type Acts = { [V in Verb]?: Act<Bodies[V]> }

export interface Asked {
  /** The ones that the path names, if it names one. */
  visit: number
  party: number
  /** With what it repeats, where that was looked up (SLA 16). */
  ticket: Parameters<typeof repeatOf>[0]
  user: SignedIn
  services: Services
  /** What was sent with it, where the act takes a file. */
  file?: SentFile
  idempotencyKey: string
}

/** Lets the compiler infer the body's type from its schema. */
export function act<B, T>(given: {
  noun: string
  summary: string
  body: z.ZodType<B>
  ceilings?: typeof whenWriting
  finds?: Finds<Subject>
  takesFile?: number
  tell(body: B, asked: Asked): T | Promise<T>
}): Act<T> {
  return given as Act<T>
}
