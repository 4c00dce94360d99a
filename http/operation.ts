import type { Logger } from 'pino'
import type { ZodType } from 'zod'
import type { Actor } from '../domain/people/actors.ts'
import type { Role } from '../domain/people/roles.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import type { TicketEngine } from '../engine/tickets.ts'

/** Whoever a bearer token speaks for. */
export interface SignedIn extends Actor {
  role: Role
  /** A customer's own organisation, the customers that staff are bound to; managers and admins serve all (R3.5). */
  customerIds: string[] | 'all'
  tokenId: string
}

/** What every route may use. */
export interface Services {
  database: PrismaClient
  desk: TicketEngine
  /** Links are built from it, never from a request's Host header. */
  publicUrl: string
  sandboxClock: boolean
  logger: Logger
  now(): Date
}

/** A request whose every part has been checked. */
export interface Call<P, Q, B> {
  params: P
  query: Q
  body: B
  user: SignedIn
  requestId: string
  /** The caller's Idempotency-Key, or one made for this request. */
  idempotencyKey: string
  /** What is asked with that key. The caller's own key has been claimed for it already, see `claimsKey`. */
  fingerprint: string
  /** From If-Match: the version that the caller has seen. */
  ifVersion?: number
}

/** A body is sent as JSON, or as it is when `headers` names another content type. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export interface AnswerNote {
  description: string
  schema?: ZodType
  headers?: readonly ('ETag' | 'Location' | 'Retry-After')[]
  /** Default application/json. */
  type?: 'text/html'
}

/** One operation: what Express serves and what the OpenAPI document says come from the same object. */
export interface Route<P, Q, B> {
  method: 'get' | 'post' | 'delete'
  /** OpenAPI style: `/v1/tickets/{id}`. */
  path: string
  summary: string
  tag: string
  /** Checked in one place, denied by default; `anyone` needs no token and has no `user`. */
  who: readonly Role[] | 'anyone'
  /** Strict objects: unknown fields are refused. */
  params?: ZodType<P>
  query?: ZodType<Q>
  body?: ZodType<B>
  /** What the body is written in; default JSON. */
  accepts?: 'form'
  /** Claims the Idempotency-Key itself, since it is allotted something with it: see `claimKey`. */
  claimsKey?: true
  /** Honours If-Match. */
  ifMatch?: true
  /** The problems that any such route can answer are added; list one here only when the route adds its own. */
  answers: Record<number, AnswerNote>
  handle(call: Call<P, Q, B>, services: Services): Promise<Answer>
}

export type AnyRoute = Route<unknown, unknown, unknown>

/** Lets the compiler infer a call's types from the schemas. */
export function route<P, Q, B>(definition: Route<P, Q, B>): AnyRoute {
  return definition
}
