import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'
import type { Answer, Request } from './adapter.ts'

/** A page that takes longer is tried again: somebody waits for it. */
const patienceMs = 10_000
/** An answer is a line of JSON. */
const mostRead = 64 * 1024

/**
 * Posts, and follows no redirect. An address is judged when it is connected to, as it resolves then: none that is not
 * public is reached, be it written as a name, in digits, or behind a name that changes, save those of `inside`.
 */
export function poster(inside: readonly string[]): (request: Request) => Promise<Answer | { fault: string }> {
  const allowed = { allowIPAddressList: [...inside], keepAlive: false }
  // By http to these alone: elsewhere anybody on the way could read the link.
  const alone = { ...allowed, denyIPAddressList: ['0.0.0.0/0', '::/0'] }
  const agents = { 'http:': new RequestFilteringHttpAgent(alone), 'https:': new RequestFilteringHttpsAgent(allowed) }
  return async ({ url, headers, body }) => {
    const signal = AbortSignal.timeout(patienceMs)
    const { protocol } = new URL(url)
    const plain = protocol === 'http:'
    if (plain && inside.length === 0) return { fault: 'https' }
    const { request } = plain ? http : https
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const asked = request(url, {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          agent: agents[plain ? 'http:' : 'https:'],
          signal,
        })
        asked.on('error', reject)
        asked.on('response', (response) => {
          let read = 0
          response.on('data', (chunk: Buffer) => {
            read += chunk.length
            if (read > mostRead) response.destroy(new Error('TOO_LONG'))
          })
          text(response).then(
            (answered) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answered }),
            reject,
          )
        })
        asked.end(body)
      })
    } catch (error) {
      return { fault: signal.aborted ? 'timeout' : codeOf(error) }
    }
  }
}

/** Never the message: it holds the address, by which anybody could write to the group. */
function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof message === 'string' && /is not allowed/.test(message)) return 'not public'
  return typeof code === 'string' ? code : 'failed'
}

/** The answer's own code, by that name; undefined where it holds none. */
export function codeIn({ body }: Answer, name: string): number | undefined {
  try {
    const value: unknown = (JSON.parse(body) as Record<string, unknown> | null)?.[name]
    return typeof value === 'number' ? value : undefined
  } catch {
    return undefined
  }
}

export const asJson = { 'content-type': 'application/json; charset=utf-8' }

/** Robots read `<at …>` and `<@…>` as a call to people: nobody outside calls a whole group by a ticket's subject. */
export function withoutMentions(words: string): string {
  return words.replaceAll('<', '＜')
}
