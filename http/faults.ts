import type { Refusal } from '../domain/ticket/refusal.ts'

export interface FieldFault {
  /** The path to the field: `rows[0].target.amount`. */
  field: string
  message: string
}

interface Details {
  errors?: FieldFault[]
  /** Further members of the problem, e.g. `allowed`. */
  extra?: Record<string, unknown>
  headers?: Record<string, string>
}

const types = {
  400: ['invalid', 'The request is not valid'],
  401: ['unauthenticated', 'Sign in first'],
  403: ['forbidden', 'You may not do this'],
  404: ['not-found', 'There is no such thing'],
  405: ['method-not-allowed', 'This method is not known here'],
  409: ['conflict', 'Not possible now'],
  412: ['stale', 'It has changed since you read it'],
  413: ['too-large', 'The body is too large'],
  415: ['unsupported-media-type', 'This content type is not read here'],
  422: ['key-reused', 'This Idempotency-Key was used for another request'],
  429: ['too-many-requests', 'Too many requests'],
  500: ['unexpected', 'Something went wrong'],
  503: ['unavailable', 'A part of the service is down'],
} as const
export type ProblemStatus = keyof typeof types

/** RFC 9457: why a request was not carried out. Thrown anywhere, answered in one place. */
export class Problem extends Error {
  readonly status: ProblemStatus
  readonly type: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldFault[] | undefined
  readonly extra: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(status: ProblemStatus, detail: string, { errors, extra = {}, headers = {} }: Details = {}) {
    super(detail)
    const [type, title] = types[status]
    this.status = status
    this.type = `urn:aftercare:problem:${type}`
    this.title = title
    this.detail = detail
    this.errors = errors
    this.extra = extra
    this.headers = headers
  }
}

export function invalid(...errors: FieldFault[]): Problem {
  return new Problem(400, errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors })
}

/** Absent and forbidden are answered the same, word for word. A field is named for an id in a body. */
export function notFound(field?: string): Problem {
  if (field === undefined) return new Problem(404, 'Nothing here by that name, or nothing that you may see')
  const message = 'Nothing by that id, or nothing that you may see'
  return new Problem(404, `${field}: ${message}`, { errors: [{ field, message }] })
}

/** A part that is down: nothing was changed, or what was changed is found again with the same Idempotency-Key. */
export function unavailable(part: 'database' | 'engine'): Problem {
  return new Problem(503, `The ${part} does not answer. Try again with the same Idempotency-Key.`, {
    extra: { part },
    headers: { 'Retry-After': '5' },
  })
}

/** What the domain refused, as it is told to the caller. */
export function refused({ refused: why, reason, field, allowed }: Refusal): Problem {
  if (why === 'forbidden') return new Problem(403, reason)
  if (why === 'stale') return new Problem(412, reason)
  if (why === 'invalid') return invalid({ field: field ?? 'body', message: reason })
  return new Problem(409, reason, allowed && { extra: { allowed } })
}
