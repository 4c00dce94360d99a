import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express, { type ErrorRequestHandler } from 'express'
import { fileParser } from '../../http/upload.ts'
import { until } from '../support/time/until.ts'

let server: Server
const lines: Socket[] = []
let arrived = 0
beforeAll(async () => {
  const refused: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(error.kind === 'busy' ? 503 : 500).send(String(error.message))
  }
  server = express()
    .use((request, response, next) => {
      arrived++
      response.locals.asker = { user: { id: request.headers['x-user'] } }
      next()
    })
    .post('/', ...fileParser(1024), (_request, response) => void response.send('taken'))
    .use(refused)
    .listen(0)
  await once(server, 'listening')
})
afterAll(async () => {
  for (const line of lines) line.destroy()
  server.close()
  await once(server, 'close')
})

/** Begins to send a file, and never ends. */
async function slowly(user: string): Promise<Socket> {
  const line = connect((server.address() as AddressInfo).port)
  lines.push(line)
  const before = arrived
  line.write(`POST / HTTP/1.1\r\nHost: here\r\nX-User: ${user}\r\nContent-Length: 900\r\n`)
  line.write('Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n')
  await until(async () => arrived > before)
  return line
}

async function whole(user: string): Promise<[number, string]> {
  const body = new FormData()
  body.append('file', new Blob(['hello']), 'a.txt')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'x-user': user }, body })
  return [answer.status, await answer.text()]
}

describe('Files that come over slow lines', () => {
  test('hold two places of one person, and of others none; a line that ends gives its place back', async () => {
    const [first] = [await slowly('li'), await slowly('li')]
    expect(await whole('li')).toEqual([
      503,
      'You are sending 2 files at this moment: wait until one is there. Try again with the same Idempotency-Key.',
    ])
    expect(await whole('wang')).toEqual([200, 'taken'])
    first.destroy()
    await until(async () => (await whole('li'))[0] === 200)
  })

  test('are eight of all people at most', async () => {
    for (const user of ['he', 'ma', 'chen']) await Promise.all([slowly(user), slowly(user)])
    await slowly('zhou')
    expect(await whole('wang')).toEqual([
      503,
      'Too many files are being sent at this moment. Try again with the same Idempotency-Key.',
    ])
  })
})
