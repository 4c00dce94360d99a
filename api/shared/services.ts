import type { Readable } from 'node:stream'
import type { TicketEngine } from '../../engine/tickets.ts'
import type { Operation } from '../../http/operation.ts'
import type { Surface } from '../../http/mount.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** Bytes by a key of ours; undefined when there are none by it. */
export interface Files {
  put(key: string, bytes: Buffer): Promise<void>
  get(key: string): Promise<Readable | undefined>
}

/** What every operation may use. */
export interface Services {
  database: PrismaClient
  engine: TicketEngine
  /** Links are built from it, never from a request's Host header. */
  publicUrl: string
  sandboxClock: boolean
  /** Where bytes are kept. */
  files: Files
  /** The name of what is wrong with a file, if anything is. */
  scan(bytes: Buffer): Promise<string | undefined>
  /** Pages may go to some addresses within the house, and to these by http. */
  insidePages: boolean
  now(): Date
}

export type Surfaces = readonly Surface<Services>[]

/** Lets the compiler infer a call's types from the schemas. */
export function operation<P, Q, B, R, F = undefined>(definition: Operation<Services, P, Q, B, R, F>) {
  return definition
}
