import type { ZodType } from 'zod'
import type { Role } from '../domain/people/roles.ts'
import type { SignedIn } from '../domain/people/signed-in.ts'
import type { Counted } from './ceilings.ts'
import type { SentFile } from './upload.ts'

/** A request whose every part has been checked. */
export interface Call<P, Q, B, F = unknown> {
  params: P
  query: Q
  body: B
  user: SignedIn
  /** What `finds` names, whoever may see it; null where there is none. */
  found: F | null
  requestId: string
  /** Where the operation takes one. */
  file?: SentFile
  /** The caller's Idempotency-Key, or one made for this request. */
  idempotencyKey: string
  /** What is asked with that key. The caller's own key has been claimed for it already, see `claimsKey`. */
  fingerprint: string
  /** From If-Match: the version that the caller has seen. */
  ifVersion?: number
}

/** Columns of a table's row, the one whose `id` stands in the path. */
export interface Finds<F> {
  table: string
  columns: readonly string[]
  /** Further columns, as SQL over the row, which is called "found": words of ours, never what somebody sent. */
  reckoned?: Readonly<Record<string, string>>
  as(row: object): F
}

/**
 * What can be asked of the product, whatever it is asked by: `json` serves it to programs, `form` to browsers. It answers
 * a value, or throws a Fault.
 */
export interface Operation<S, P, Q, B, R, F = unknown> {
  summary: string
  /** Checked in one place, denied by default; `anyone` needs no token and has no `user`. */
  who: readonly Role[] | 'anyone'
  /** Strict objects: unknown fields are refused. */
  params?: ZodType<P>
  query?: ZodType<Q>
  body?: ZodType<B>
  /** Looked up in the question that settles who asks, so that it costs none of its own. Not where `anyone` may. */
  finds?: Finds<F>
  /** In bytes; 256 kB when absent. Whoever lets anyone in says how little it needs. */
  bodyLimit?: number
  /** In bytes: takes a file of at most so many, by `multipart/form-data`, with the body's fields beside it. */
  takesFile?: number
  /** The body's field that no Idempotency-Key is bound to: a hash of it would be kept. */
  secret?: string
  /** Claims the Idempotency-Key itself, since it is allotted something with it. */
  claimsKey?: true
  /** Honours If-Match, or does nothing without it. */
  ifMatch?: 'honoured' | 'required'
  /** Whose secret the body tries: tries are counted, by the caller's address and by this. */
  tries?(call: Call<P, Q, B>): string
  /** What no caller may do without end, and for whom it is counted. */
  ceilings?(call: Call<P, Q, B>): readonly Counted[]
  run(call: Call<P, Q, B, F>, services: S): Promise<R>
}

/** One whose types have been checked where it was written. */
export type AnyOperation<S> = Operation<S, unknown, unknown, unknown, unknown>

export interface AnswerNote {
  description: string
  schema?: ZodType
  headers?: readonly ('ETag' | 'Location' | 'Retry-After')[]
}

/** Where a surface is found. */
export interface Place {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** OpenAPI style: `/v1/tickets/{id}`. */
  path: string
}

export function expressPath({ path }: Place): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Where it is found with these in its path. */
export function addressOf({ path }: Place, params: unknown): string {
  const values = new Map(Object.entries(params as object))
  return path.replace(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(values.get(name))))
}
