import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { virusScanner } from '../../platform/virus-scanner.ts'

let server: Server | undefined
afterEach(() => void server?.close())

/** Speaks INSTREAM as clamd's manual states it: chunks, each with its length before it, until one of none. */
async function clamd(answer: (sent: Buffer) => string): Promise<string> {
  server = createServer((socket) => {
    let heard = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes])
      const begins = heard.indexOf(0) + 1
      const chunks: Buffer[] = []
      for (let i = begins; begins > 0 && i + 4 <= heard.length; ) {
        const length = heard.readUInt32BE(i)
        if (length === 0) return void socket.end(`${answer(Buffer.concat(chunks))}\0`)
        if (i + 4 + length > heard.length) return
        chunks.push(heard.subarray(i + 4, i + 4 + length))
        i += 4 + length
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const eicar = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

describe('A file that ClamAV', () => {
  test('finds nothing in is clean, however large; what it finds is named', async () => {
    const scan = virusScanner(
      await clamd((sent) => (sent.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK')),
    )
    expect(await scan(Buffer.alloc(3_000_000, 65))).toBeUndefined()
    expect(await scan(Buffer.from(eicar))).toMatch(/Eicar-Test-Signature/)
  })

  test('says nothing of, or is not there to ask, is an error: it is not taken for clean', async () => {
    await expect(
      virusScanner(await clamd(() => 'INSTREAM size limit exceeded. ERROR'))(Buffer.from('a')),
    ).rejects.toThrow()
    server?.close()
    await expect(virusScanner('127.0.0.1:9')(Buffer.from('a'))).rejects.toThrow()
  })
})

test('One that takes the call and says no more is given up', async () => {
  server = createServer((socket) => void socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const silent = `127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(virusScanner(silent, 200)(Buffer.from('a'))).rejects.toThrow(/in time|timeout/i)
})

test('Without one nothing is looked for', async () => {
  expect(await virusScanner(undefined)(Buffer.from(eicar))).toBeUndefined()
})
