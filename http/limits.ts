import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import pLimit from 'p-limit'
import { bearerOf } from './bearer.ts'
import { createCeilings } from './ceilings.ts'
import { Fault } from './faults.ts'
import { addressOf, createTries, digest } from './tries.ts'

/** Counted in this process: each API process lets through as much. */
export interface Limits {
  /** First of all: whoever shows no token is counted by address. */
  arriving: RequestHandler
  /** Where no token is asked for: whoever shows one is counted by address, too, since any would do. */
  unverified: RequestHandler
  /**
   * Whom the token opens for. A good one is counted for itself, whatever else comes from its address; one that opens
   * nothing, for its address.
   */
  verified<T>(request: Request, response: Response, token: string, lookUp: () => Promise<T>): Promise<T>
  countTry: ReturnType<typeof createTries>
  countAgainst: ReturnType<typeof createCeilings>
}

/** A flood of guessed tokens gets this much of the database, and a good token among them is still found. */
const lookUpsInAFlood = 2
const mostWaiting = 100

export function createLimits(requestsPerSecond: number): Limits {
  const byAddress = limiter(requestsPerSecond, addressOf)
  const byToken = limiter(requestsPerSecond, (request) => digest(bearerOf(request.headers.authorization) ?? ''))
  const isSpent = async (limit: typeof byToken, key: string) => {
    const known = await limit.getKey(key)
    return known !== undefined && known.totalHits >= requestsPerSecond
  }
  const inAFlood = pLimit(lookUpsInAFlood)
  const showsToken = ({ headers }: Request) => bearerOf(headers.authorization) !== undefined
  return {
    arriving: (request, response, next) => (showsToken(request) ? next() : byAddress(request, response, next)),
    unverified: (request, response, next) => (showsToken(request) ? byAddress(request, response, next) : next()),
    async verified(request, response, token, lookUp) {
      // It was good a moment ago: its flood is stopped before it reaches the database.
      if (await isSpent(byToken, digest(token))) await counted(byToken, request, response)
      const flooded = await isSpent(byAddress, addressOf(request))
      if (flooded && inAFlood.pendingCount >= mostWaiting) throw Fault.tooMany(1)
      const found = await (flooded ? inAFlood(lookUp) : lookUp())
      await counted(found === undefined ? byAddress : byToken, request, response)
      return found
    },
    countTry: createTries(),
    countAgainst: createCeilings(),
  }
}

function counted(limit: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    limit(request, response, (fault?: unknown) => (fault ? reject(fault) : resolve()))
  })
}

function limiter(limit: number, keyGenerator: (request: Request) => string) {
  return rateLimit({
    windowMs: 1000,
    limit,
    keyGenerator,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request: Request, _response: Response, next: NextFunction) => next(Fault.tooMany(1)),
  })
}
