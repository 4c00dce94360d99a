import type { TicketEngine } from '../../engine/tickets.ts'
import type { Operation } from '../../http/operation.ts'
import type { Surface } from '../../http/mount.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** What every operation may use. */
export interface Services {
  database: PrismaClient
  engine: TicketEngine
  /** Links are built from it, never from a request's Host header. */
  publicUrl: string
  sandboxClock: boolean
  now(): Date
}

export type Surfaces = readonly Surface<Services>[]

/** Lets the compiler infer a call's types from the schemas. */
export function operation<P, Q, B, R, F = undefined>(definition: Operation<Services, P, Q, B, R, F>) {
  return definition
}
