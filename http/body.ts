import express, { type RequestHandler } from 'express'
import { Fault } from './faults.ts'

const limit = 256 * 1024

/** Reads a body of that kind and refuses any other. */
export function bodyParser(kind: 'json' | 'form'): RequestHandler[] {
  const type = kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const refuseOthers: RequestHandler = (request, _response, next) => {
    // Without a body there is no type to refuse: the schema judges what is missing.
    if (request.get('Content-Length') !== '0' && request.is(type) === false) {
      throw new Fault('wrongType', `Expected ${type}`)
    }
    next()
  }
  const parse = kind === 'form' ? express.urlencoded({ limit, extended: false }) : express.json({ limit, type })
  return [refuseOthers, parse]
}
