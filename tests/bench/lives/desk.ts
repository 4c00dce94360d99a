import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  status: number
  body: unknown
  headers: Headers
}

/** No answer at all: the connection was refused, or lost. */
const none = 0

/**
 * The REST API as its clients are told to use it: what was not answered for good is asked again after `Retry-After`, with
 * the same key. What each answer said is counted.
 */
export class Desk {
  /** How often each status was answered; 0 is no answer. */
  readonly statuses = new Map<number, number>()
  /** Answers that no client should see: a 5xx that does not say when to come again. */
  readonly faults: string[] = []
  private readonly apis: readonly string[]
  private turn = 0

  /** Several are asked in turn. */
  constructor(apis: readonly string[]) {
    this.apis = apis
  }

  /** Answers what was created or became of it; throws what was refused, or was not answered in two minutes. */
  async post<T>(token: string, path: string, body: object): Promise<T> {
    const key = randomUUID()
    const deadline = performance.now() + 120_000
    for (;;) {
      const answer = await this.ask(token, path, body, key)
      if (answer.status === 200 || answer.status === 201) return answer.body as T
      const said = `${path}: ${answer.status} ${JSON.stringify(answer.body)}`
      if (!mayComeAgain(answer) || performance.now() > deadline) throw new Error(said)
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }

  private async ask(token: string, path: string, body: object, key: string): Promise<Answer> {
    const api = this.apis[this.turn++ % this.apis.length]
    const answer = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    }).then(readAnswer, () => ({ status: none, body: undefined, headers: new Headers() }))
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1)
    if (isFault(answer)) this.faults.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer
  }
}

/** A 503 that says when to come again is no fault: the same key asks again. */
export function isFault({ status, headers }: Answer): boolean {
  if (status === 503) return !headers.has('retry-after')
  return status >= 500
}

const later = [none, 202, 429, 503]

export function mayComeAgain(answer: Answer): boolean {
  return later.includes(answer.status)
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, body: text.startsWith('{') ? JSON.parse(text) : text }
}
