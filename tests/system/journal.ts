import { setTimeout as sleep } from 'node:timers/promises'

/** One request, under one Idempotency-Key, with every answer that came. */
export interface Entry {
  key: string
  path: string
  body: object
  /** An HTTP status, or `none` when the line broke. */
  answers: (number | 'none')[]
}

/** A client that writes down all that it asked and was told, and asks again until it knows. */
export class Journal {
  readonly entries: Entry[] = []
  /** The Retry-After of each 503. */
  readonly refusals = new Set<string>()
  private readonly api: string

  constructor(api: string) {
    this.api = api
  }

  /** Asks until a final answer comes: what was not answered, 202 and 5xx are asked again with the same key. */
  async post<T>(token: string, path: string, key: string, body: object): Promise<{ status: number; body: T }> {
    const entry: Entry = { key, path, body, answers: [] }
    this.entries.push(entry)
    const deadline = Date.now() + 240_000
    for (;;) {
      const answer = await this.ask<T>(token, path, key, body)
      entry.answers.push(answer?.status ?? 'none')
      if (answer && answer.status !== 202 && answer.status < 500) return answer
      if (Date.now() > deadline) throw new Error(`${path} was not answered: ${entry.answers.join(', ')}`)
      await sleep(200)
    }
  }

  private async ask<T>(token: string, path: string, key: string, body: object) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }
    try {
      const response = await fetch(`${this.api}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      if (response.status === 503) this.refusals.add(response.headers.get('retry-after') ?? 'no Retry-After')
      return { status: response.status, body: (await response.json()) as T }
    } catch {
      return undefined
    }
  }
}
