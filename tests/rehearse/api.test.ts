import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { connect } from '../../bin/rehearse/api.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
})

/** Answers in turn; tells the keys that it saw. */
async function answering(...answers: ((response: ServerResponse) => void)[]) {
  const seen: (string | string[] | undefined)[] = []
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    seen.push(request.headers['idempotency-key'])
    answers[seen.length - 1]?.(response)
  }
  const listening = createServer(handle)
  server = listening
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done))
  const api = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
  return { seen, ...connect({ api, token: 't' }, new AbortController().signal) }
}

const answer =
  (status: number, body: object = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' }).end(JSON.stringify(body))
  }

describe('a busy or broken stack', () => {
  test('is asked again with the same key until the answer is known', async () => {
    const { seen, post } = await answering(
      answer(429),
      answer(503),
      answer(202),
      (response) => response.destroy(),
      answer(201, { id: 'a' }),
    )
    await expect(post('/v1/tickets', {}, 'key')).resolves.toEqual({ id: 'a' })
    expect(seen).toEqual(['key', 'key', 'key', 'key', 'key'])
  })

  test('what is refused is told in the words of the problem, and not asked again', async () => {
    const { seen, post } = await answering(answer(409, { title: 'Not possible now', detail: 'The ticket is closed.' }))
    await expect(post('/v1/tickets/a/pauses', {}, 'key')).rejects.toThrow('409 The ticket is closed.')
    expect(seen).toHaveLength(1)
  })

  test('nothing at that address is said at once', async () => {
    const { get } = connect({ api: 'http://127.0.0.1:1', token: 't' }, new AbortController().signal)
    await expect(get('/v1/staff')).rejects.toThrow(/Nothing answers at http:\/\/127.0.0.1:1/)
  })
})
