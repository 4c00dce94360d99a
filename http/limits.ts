import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { bearerOf } from '../api/shared/authentication.ts'
import { hashOfSecret } from '../store/secrets.ts'
import { Problem } from './faults.ts'

/** Counted in this process: each API process lets through as much. */
export interface Limits {
  /** Per token, and per address where there is none: a flood is stopped before it reaches the database. */
  all: RequestHandler
  /** A token that opened nothing counts against its address, so that trying tokens is no way around. */
  countFailure(request: Request, response: Response): Promise<void>
  signIn: RequestHandler[]
}

export function createLimits(requestsPerSecond: number): Limits {
  const second = { windowMs: 1000, limit: requestsPerSecond }
  const byToken = limiter(second, (request) => hashOfSecret(request.headers.authorization ?? ''))
  const byAddress = limiter(second, addressOf)
  const minute = { windowMs: 60_000, skipSuccessfulRequests: true }
  return {
    async all(request, response, next) {
      if (!bearerOf(request.headers.authorization)) return byAddress(request, response, next)
      const failures = await byAddress.getKey(addressOf(request))
      if (failures && failures.totalHits >= requestsPerSecond) return next(tooMany(1))
      return byToken(request, response, next)
    },
    countFailure: (request, response) =>
      new Promise((resolve, reject) => {
        byAddress(request, response, (problem?: unknown) => (problem ? reject(problem) : resolve()))
      }),
    signIn: [
      limiter({ ...minute, limit: 20 }, ({ body }) => String(body?.email).trim().toLowerCase()),
      limiter({ ...minute, limit: 100 }, addressOf),
    ],
  }
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
    handler: (_request: Request, _response: Response, next: NextFunction) => next(tooMany(window.windowMs / 1000)),
  })
}

function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '')
}

function tooMany(seconds: number): Problem {
  return new Problem(429, 'Slow down, and try again later', { headers: { 'Retry-After': String(seconds) } })
}
