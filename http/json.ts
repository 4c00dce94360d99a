import type { Response } from 'express'
import type { Fault, FaultKind } from './faults.ts'
import type { AnswerNote, AnyOperation, Call, Operation, Place } from './operation.ts'

/** An operation as programs meet it: JSON, a bearer token, ETag and Location. */
export interface JsonSurface<S> extends Place {
  kind: 'json'
  tag: string
  operation: AnyOperation<S>
  /** By status: one that says it was done, and further ones that the operation adds to those that any can answer. */
  answers: Record<number, AnswerNote>
  answer(value: unknown, call: Call<unknown, unknown, unknown>): JsonAnswer
}

interface JsonAnswer {
  status: number
  body: unknown
  headers: Record<string, string>
}

type Address = { get: string } | { post: string } | { patch: string } | { delete: string }

type HowJson<P, Q, B, R> = Address & {
  tag: string
  answers: Record<number, AnswerNote>
  /** What of the value this caller is shown; the value itself when absent. */
  shown?(value: R, call: Call<P, Q, B>): unknown
  /** Where what was made is read. */
  location?(value: R): string
  /** The version that If-Match is compared with. */
  version?(value: R): number
}

export function json<S, P, Q, B, R>(operation: Operation<S, P, Q, B, R>, how: HowJson<P, Q, B, R>): JsonSurface<S> {
  const { tag, answers, shown, location, version } = how
  const done = Math.min(...Object.keys(answers).map(Number))
  const surface: Omit<JsonSurface<S>, 'operation' | 'answer'> & {
    operation: Operation<S, P, Q, B, R>
    answer(value: R, call: Call<P, Q, B>): JsonAnswer
  } = {
    kind: 'json',
    ...placeOf(how),
    tag,
    operation,
    answers,
    answer: (value, call) => ({
      status: done,
      body: shown ? shown(value, call) : value,
      headers: {
        ...(location && { Location: location(value) }),
        ...(version && { ETag: `"${version(value)}"` }),
      },
    }),
  }
  return surface as JsonSurface<S>
}

function placeOf(how: Address): Place {
  if ('get' in how) return { method: 'get', path: how.get }
  if ('post' in how) return { method: 'post', path: how.post }
  if ('patch' in how) return { method: 'patch', path: how.patch }
  return { method: 'delete', path: how.delete }
}

export function sendJson(response: Response, { status, body, headers }: JsonAnswer): void {
  response.status(status).set(headers)
  if (body === undefined) response.end()
  else response.json(body)
}

/** RFC 9457's words for each kind of fault. */
export const problems = {
  invalid: [400, 'invalid', 'The request is not valid'],
  unauthenticated: [401, 'unauthenticated', 'Sign in first'],
  forbidden: [403, 'forbidden', 'You may not do this'],
  absent: [404, 'not-found', 'There is no such thing'],
  wrongMethod: [405, 'method-not-allowed', 'This method is not known here'],
  notNow: [409, 'conflict', 'Not possible now'],
  stale: [412, 'stale', 'It has changed since you read it'],
  tooLarge: [413, 'too-large', 'The body is too large'],
  wrongType: [415, 'unsupported-media-type', 'This content type is not read here'],
  keyReused: [422, 'key-reused', 'This Idempotency-Key was used for another request'],
  unguarded: [428, 'precondition-required', 'Say which version you have seen'],
  tooMany: [429, 'too-many-requests', 'Too many requests'],
  unexpected: [500, 'unexpected', 'Something went wrong'],
  down: [503, 'unavailable', 'A part of the service is down'],
  busy: [503, 'busy', 'Not at this moment'],
} as const satisfies Record<Exclude<FaultKind, 'notKnownYet'>, readonly [number, string, string]>

/** What stands in the headers, in whatever format a fault is told. */
export function setFaultHeaders(response: Response, { kind, allowed, retryAfter }: Fault): void {
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter))
  if (kind === 'wrongMethod' && allowed) response.set('Allow', allowed.join(', '))
}

export function sendFault(response: Response, fault: Fault, requestId: unknown): void {
  const { kind, detail, fields, allowed, part, location } = fault
  setFaultHeaders(response, fault)
  if (location !== undefined) response.set('Location', location)
  if (kind === 'notKnownYet') {
    response.status(202).json({ detail })
    return
  }
  const [status, type, title] = problems[kind]
  if (kind === 'unauthenticated') response.set('WWW-Authenticate', 'Bearer realm="aftercare"')
  const body = {
    ...{ type: `urn:aftercare:problem:${type}`, title, status, detail },
    ...(fields && { errors: fields }),
    ...(kind === 'notNow' && allowed && { allowed }),
    ...(part && { part }),
    requestId,
  }
  response.status(status).type('application/problem+json').send(JSON.stringify(body))
}
