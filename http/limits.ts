import { createHash } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Fault } from './faults.ts'
import { bearerOf } from './bearer.ts'

/** Counted in this process: each API process lets through as much. */
export interface Limits {
  /** Per token, and per address where there is none: a flood is stopped before it reaches the database. */
  all: RequestHandler
  /** A token that opened nothing counts against its address, so that trying tokens is no way around. */
  countFailure(request: Request, response: Response): Promise<void>
  /** A try of that secret: counted against the caller's address first, then against the secret itself. */
  countTry(request: Request, response: Response, secret: string): Promise<void>
}

export function createLimits(requestsPerSecond: number): Limits {
  const second = { windowMs: 1000, limit: requestsPerSecond }
  const byToken = limiter(second, (request) => digest(request.headers.authorization ?? ''))
  const byAddress = limiter(second, addressOf)
  const minute = { windowMs: 60_000, skipSuccessfulRequests: true }
  const triesByAddress = limiter({ ...minute, limit: 100 }, addressOf)
  const triesOfSecret = limiter({ ...minute, limit: 20 }, (request) => digest(request.res?.locals.secret ?? ''))
  return {
    async all(request, response, next) {
      if (!bearerOf(request.headers.authorization)) return byAddress(request, response, next)
      const failures = await byAddress.getKey(addressOf(request))
      if (failures && failures.totalHits >= requestsPerSecond) return next(Fault.tooMany(1))
      return byToken(request, response, next)
    },
    countFailure: (request, response) => counted(byAddress, request, response),
    async countTry(request, response, secret) {
      response.locals.secret = secret
      await counted(triesByAddress, request, response)
      await counted(triesOfSecret, request, response)
    },
  }
}

function counted(limit: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    limit(request, response, (fault?: unknown) => (fault ? reject(fault) : resolve()))
  })
}

function limiter(
  window: { windowMs: number; limit: number; skipSuccessfulRequests?: boolean },
  keyGenerator: (request: Request) => string,
) {
  return rateLimit({
    ...window,
    keyGenerator,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request: Request, _response: Response, next: NextFunction) =>
      next(Fault.tooMany(window.windowMs / 1000)),
  })
}

function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '')
}

/** Of the same length, however long it was. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
