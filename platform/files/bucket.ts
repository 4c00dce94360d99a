import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { Files } from './files.ts'

export interface Bucket {
  /** With the bucket as its path: `https://s3.example/aftercare`. */
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

const patienceMs = 30_000

/** Files in a bucket of whatever speaks S3, by path and signature version 4. */
export function filesInBucket({ url, ...login }: Bucket): Files {
  const client = new AwsClient({ ...login, service: 's3', retries: 2 })
  const ask = async (key: string, request: RequestInit) => {
    // Until it answers: how long the bytes take is a matter of whoever reads them.
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), patienceMs)
    try {
      return await client.fetch(`${url}/${key}`, { ...request, signal: patience.signal })
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    async put(key, bytes) {
      const answer = await ask(key, { method: 'PUT', body: new Uint8Array(bytes) })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`The bucket answered ${answer.status} when a file was put there`)
    },
    async get(key) {
      const answer = await ask(key, { method: 'GET' })
      if (answer.ok && answer.body) return Readable.fromWeb(answer.body as ReadableStream)
      await answer.arrayBuffer()
      if (answer.status === 404) return undefined
      throw new Error(`The bucket answered ${answer.status} when a file was asked for`)
    },
  }
}
