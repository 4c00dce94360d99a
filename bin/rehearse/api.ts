import { setTimeout as sleep } from 'node:timers/promises'
import type { Access } from './local-stack.ts'

/** What the rehearsal asks of the REST API. A key makes a command one and the same, however often it is sent. */
export interface Api {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object, key: string): Promise<T>
}

/** The API said no, in its own words; nothing has changed. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, reason: string) {
    super(reason)
    this.status = status
  }
}

/** No answer came, or none that can be used. */
export class NoAnswer extends Error {}

interface Problem {
  title?: string
  detail?: string
}

const patienceMs = 120_000
/** A clock that is moved by months, with a reminder for each day of them, goes on for minutes: it is answered 202 so long. */
const longestMs = 20 * 60_000
const requestMs = 30_000
/** Busy, down for a moment, or not known yet (202): the same key asks again. */
const askAgain = [202, 429, 502, 503, 504]

/** A client that is patient with a busy stack. Throws Refused, NoAnswer, or the signal's reason. */
export function connect({ api, token }: Access, signal: AbortSignal): Api {
  let everAnswered = false

  async function send(method: string, path: string, body?: object, key?: string): Promise<Response> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    }
    const response = await fetch(`${api}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]),
    })
    everAnswered = true
    return response
  }

  async function ask<T>(method: string, path: string, body?: object, key?: string): Promise<T> {
    const begun = Date.now()
    let answeredAt = begun
    for (;;) {
      const response = await send(method, path, body, key).catch((error: unknown) => lost(error))
      if (response instanceof Response && !askAgain.includes(response.status)) return answerOf<T>(response)
      const now = Date.now()
      if (response instanceof Response && response.status === 202) answeredAt = now
      if (now - answeredAt > patienceMs || now - begun > longestMs) {
        throw new NoAnswer(`${method} ${path} had no answer in ${Math.round((now - begun) / 1000)} s`)
      }
      const wait = response instanceof Response ? Number(response.headers.get('retry-after') ?? 1) : 1
      await sleep(Math.min(Math.max(wait || 0, 0.1), 10) * 1000, undefined, { signal })
    }
  }

  /** A connection that is lost on the way is tried again; one that never was, is not. */
  function lost(error: unknown): undefined {
    signal.throwIfAborted()
    if (everAnswered) return undefined
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    throw new NoAnswer(
      `Nothing answers at ${api} (${cause instanceof Error ? cause.message : cause}). Is the stack running?`,
    )
  }

  return {
    get: (path) => ask('GET', path),
    post: (path, body, key) => ask('POST', path, body, key),
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text()
  const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined
  if (response.ok) return body as T
  const { title, detail } = (body ?? {}) as Problem
  const reason = detail ?? title ?? response.statusText
  if (response.status >= 500) throw new NoAnswer(`${response.status} ${reason}`)
  throw new Refused(response.status, `${response.status} ${reason}`)
}
