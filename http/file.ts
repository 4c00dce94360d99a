import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import type { Response } from 'express'
import type { AnyOperation, Operation, Place } from './operation.ts'

/** A file that somebody is given. */
export interface GivenFile {
  name: string
  mediaType: string
  size: number
  /** Of its bytes, in hex. */
  sha256: string
  bytes: Readable
}

/** An operation that answers a file. */
export interface FileSurface<S> extends Place {
  kind: 'file'
  tag: string
  operation: AnyOperation<S>
}

export function file<S, P, F>(
  operation: Operation<S, P, unknown, unknown, GivenFile, F>,
  { get, tag }: { get: string; tag: string },
): FileSurface<S> {
  return { kind: 'file', method: 'get', path: get, tag, operation } as FileSurface<S>
}

/** As an attachment only, whatever it is: no browser ever shows it as a page of ours, nor guesses what it is. */
export async function sendFile(response: Response, given: GivenFile): Promise<void> {
  const { name, mediaType, size, sha256, bytes } = given
  response.attachment(name).set({
    'Content-Type': mediaType,
    'Content-Length': String(size),
    ETag: `"${sha256}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  })
  await pipeline(bytes, response)
}
