import express, { type RequestHandler } from 'express'
import { Fault } from './faults.ts'
import type { AnyOperation } from './operation.ts'

/** In bytes, for whoever is signed in. Operations that anyone may ask for say how little they need. */
const usualLimit = 256 * 1024

export function bodyLimitOf<S>({ bodyLimit = usualLimit }: AnyOperation<S>): number {
  return bodyLimit
}

/**
 * Reads a body of that kind and refuses any other. No bytes are taken for text that are none: decoded they would be
 * kept as U+FFFD for ever. Compressed ones are refused, since nobody needs to unpack 256 kB for a stranger.
 */
export function bodyParser(kind: 'json' | 'form', limit: number): RequestHandler[] {
  const type = kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const refuseOthers: RequestHandler = (request, _response, next) => {
    // Without a body there is no type to refuse: the schema judges what is missing.
    if (request.get('Content-Length') !== '0' && request.is(type) === false) {
      throw new Fault('wrongType', `Expected ${type}`)
    }
    next()
  }
  const verify = (_request: unknown, _response: unknown, bytes: Buffer, encoding: string) => {
    if (encoding !== 'utf-8') throw new Fault('wrongType', `Expected ${type} in UTF-8`)
    requireUtf8(bytes, kind)
  }
  const options = { type, limit, verify, inflate: false }
  return [refuseOthers, kind === 'form' ? express.urlencoded({ ...options, extended: false }) : express.json(options)]
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function requireUtf8(bytes: Buffer, kind: 'json' | 'form'): void {
  try {
    const text = utf8.decode(bytes)
    // What a form sends is encoded twice.
    if (kind === 'form') decodeURIComponent(text)
  } catch {
    throw Fault.invalid({ field: 'body', message: 'Not UTF-8' })
  }
}
