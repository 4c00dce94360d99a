/** One field that is wrong. */
export interface FieldFault {
  /** The path to the field: `rows[0].target.amount`. */
  field: string
  message: string
}

/** A part that the product stands on. */
export type Part = 'database' | 'engine' | 'file store' | 'virus scanner'

/** Why a request was not carried out, without a word of HTTP: `json` and `html` alone translate it. */
export type FaultKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'wrongMethod'
  | 'notNow'
  | 'stale'
  | 'unguarded'
  | 'tooLarge'
  | 'wrongType'
  | 'keyReused'
  | 'tooMany'
  | 'unexpected'
  | 'down'
  | 'busy'
  | 'notKnownYet'

interface More {
  fields?: readonly FieldFault[]
  /** What can be done instead. */
  allowed?: readonly string[]
  part?: Part
  /** For our own log. */
  cause?: unknown
  /** Seconds after which it may go better. */
  retryAfter?: number
  /** Where what was asked for will be found. */
  location?: string
}

/** Of one request so many faults are told, and so much of each name: what is echoed is bounded. */
export const mostFaults = 20
export const longestName = 100

/** Thrown anywhere, answered in one place; nothing was changed, save with `notKnownYet`. */
export class Fault extends Error {
  readonly kind: FaultKind
  readonly detail: string
  readonly fields: readonly FieldFault[] | undefined
  readonly allowed: readonly string[] | undefined
  readonly part: Part | undefined
  readonly retryAfter: number | undefined
  readonly location: string | undefined

  constructor(kind: FaultKind, detail: string, { fields, allowed, part, cause, retryAfter, location }: More = {}) {
    super(detail, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.detail = detail
    this.fields = fields
    this.allowed = allowed
    this.part = part
    this.retryAfter = retryAfter
    this.location = location
  }

  static invalid(...faults: FieldFault[]): Fault {
    const fields = faults
      .slice(0, mostFaults)
      .map(({ field, message }) => ({ field: cut(field, longestName), message: cut(message, 4 * longestName) }))
    return new Fault('invalid', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), { fields })
  }

  /** Absent and forbidden are answered the same, word for word. A field is named for an id in a body. */
  static absent(field?: string): Fault {
    if (field === undefined) return new Fault('absent', 'Nothing here by that name, or nothing that you may see')
    const message = 'Nothing by that id, or nothing that you may see'
    return new Fault('absent', `${field}: ${message}`, { fields: [{ field, message }] })
  }

  static tooMany(retryAfter: number, detail = 'Slow down, and try again later'): Fault {
    return new Fault('tooMany', detail, { retryAfter })
  }

  /** A part that is down: nothing was changed, or what was changed is found again with the same Idempotency-Key. */
  static down(part: Part, cause?: unknown): Fault {
    const detail = `The ${part} does not answer. Try again with the same Idempotency-Key.`
    return new Fault('down', detail, { part, retryAfter: 5, cause })
  }

  /** Nothing is down, and it was not done: the same is to be asked again in a moment. */
  static busy(reason: string): Fault {
    return new Fault('busy', `${reason} Try again with the same Idempotency-Key.`, { retryAfter: 2 })
  }

  /** No answer came in time: it may or may not have happened. */
  static notKnownYet(location: string): Fault {
    const detail = 'Not known yet whether it happened. Ask again with the same Idempotency-Key.'
    return new Fault('notKnownYet', detail, { location, retryAfter: 1 })
  }
}

/** Never in the middle of a surrogate pair. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text
}
