import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openFiles } from '../../platform/files/open.ts'

const login = { region: 'eu-west-3', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/of+the=bucket' }
const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const mac = (key: string | Buffer, words: string) => createHmac('sha256', key).update(words).digest()

/** As the documents of Amazon S3 state signature version 4, and no line of who signs. */
function isSigned({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const [, day, names = '', signature] =
    /Credential=AKIDEXAMPLE\/(\d{8})\/eu-west-3\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
      headers.authorization ?? '',
    ) ?? []
  const payload = String(headers['x-amz-content-sha256'])
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hash(body)) return false
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`)
  const canonical = [method, url, '', lines.join(''), names, payload].join('\n')
  const scope = `${day}/eu-west-3/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n')
  const key = ['eu-west-3', 's3', 'aws4_request'].reduce(mac, mac(`AWS4${login.secretAccessKey}`, String(day)))
  return mac(key, toSign).toString('hex') === signature
}

const kept = new Map<string, Buffer>()
let answersWith = 200
const server = createServer(async (request, response) => {
  const body = await buffer(request)
  const found = kept.get(request.url ?? '')
  if (answersWith !== 200) response.writeHead(answersWith).end()
  else if (!isSigned(request, body)) response.writeHead(403).end('SignatureDoesNotMatch')
  else if (request.method === 'PUT') {
    kept.set(request.url ?? '', body)
    response.end()
  } else if (found) response.end(found)
  else response.writeHead(404).end('NoSuchKey')
})
let folder: string
let bucket: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'aftercare-files-test-'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  bucket = `http://127.0.0.1:${(server.address() as AddressInfo).port}/aftercare`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const at = {
  folder: () => openFiles({ ...login, url: pathToFileURL(folder).href }),
  bucket: () => openFiles({ ...login, url: bucket }),
}

describe.each(['folder', 'bucket'] as const)('Files in a %s', (where) => {
  test('are kept by their key; to put the same again does nothing more', async () => {
    const files = at[where]()
    const bytes = Buffer.from('日志\0\u0001')
    await files.put('tickets/tkt_1/abc', bytes)
    await files.put('tickets/tkt_1/abc', bytes)
    const got = await files.get('tickets/tkt_1/abc')
    expect(got && (await buffer(got))).toEqual(bytes)
    expect(await files.get('tickets/tkt_1/none')).toBeUndefined()
  })
})

test('A folder’s are readable by their owner alone, and nothing unfinished is left in it', async () => {
  await at.folder().put('tickets/tkt_2/x', Buffer.from('x'))
  const inside = path.join(folder, 'tickets', 'tkt_2')
  expect(await readdir(inside)).toEqual(['x'])
  expect((await stat(path.join(inside, 'x'))).mode & 0o777).toBe(0o600)
  expect((await stat(inside)).mode & 0o777).toBe(0o700)
})

test('A bucket that refuses, or is another’s, is an error and no absence', async () => {
  const wrong = openFiles({ ...login, url: bucket, secretAccessKey: 'another' })
  await expect(wrong.put('a', Buffer.from('a'))).rejects.toThrow('403')
  answersWith = 403
  await expect(at.bucket().get('tickets/tkt_1/abc')).rejects.toThrow('403')
  answersWith = 200
})
