import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { answerFaults, type FaultPage, type PartDown } from './answer-faults.ts'
import { serveDocs } from './docs.ts'
import { Fault } from './faults.ts'
import { createLimits } from './limits.ts'
import { type Backing, mount, type Surface } from './mount.ts'
import { type Observed, observed } from './observed.ts'
import { requestLog } from './request-log.ts'
import { whyUnsound } from './sound.ts'

export interface AppOptions<S> extends Backing<S> {
  logger: Logger
  /** Where browsers reach it: by TLS, if it begins with https. */
  publicUrl: string
  requestsPerSecond: number
  /** Express's `trust proxy`: whose X-Forwarded headers are believed. Nobody's when absent. */
  trustProxy: string | undefined
  /** Is told of each request when it is over. */
  observe?(request: Observed): void
  /** What a person reads when something went wrong. */
  faultPage: FaultPage
  partDown: PartDown
}

/** Serves the surfaces, with the document that describes them. */
export function createApp<S>(surfaces: readonly Surface<S>[], options: AppOptions<S>): Express {
  const { logger, publicUrl, requestsPerSecond, trustProxy, faultPage, partDown, observe } = options
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing')
  app.set('query parser', 'simple').set('trust proxy', trustedProxy(trustProxy))
  const limits = createLimits(requestsPerSecond)
  const isPage = leadsToPage(surfaces)
  if (observe) app.use(observed(observe))
  app.use(requestLog(logger), securityHeaders(publicUrl), keepNothing, limits.arriving, refuseUnsoundAddress(isPage))
  mount(app, surfaces, options, limits)
  app.use(limits.unverified)
  serveDocs(app, surfaces)
  app.use(() => {
    throw Fault.absent()
  })
  app.use(answerFaults(isPage, faultPage, partDown))
  return app
}

/** Below which paths a person is answered, whatever is wrong with the request. */
function leadsToPage<S>(surfaces: readonly Surface<S>[]): (path: string) => boolean {
  const prefixes = surfaces
    .filter(({ kind }) => kind === 'page' || kind === 'form')
    .map(({ path }) => path.split('{')[0] ?? path)
  return (path) => prefixes.some((prefix) => `${path}/`.startsWith(prefix))
}

/** A number of proxies, or their addresses and networks. */
function trustedProxy(setting: string | undefined): number | string | false {
  if (setting === undefined || setting === 'false') return false
  return /^\d+$/.test(setting) ? Number(setting) : setting
}

function securityHeaders(publicUrl: string): RequestHandler {
  const secure = publicUrl.startsWith('https:')
  return helmet({
    strictTransportSecurity: secure,
    // Behind plain HTTP, as on one's own machine, a browser told to upgrade finds nothing.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: secure ? [] : null } },
  })
}

/** Answers hold tokens and what customers wrote: no cache on the way may keep them. */
const keepNothing: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

function refuseUnsoundAddress(isPage: (path: string) => boolean): RequestHandler {
  return ({ path, originalUrl }, _response, next) => {
    requireText('path', path)
    // What hangs on to a page's address is nobody's, see `checkedCall`.
    if (!isPage(path)) requireText('query', originalUrl.split('?').slice(1).join('?'))
    next()
  }
}

/** Of a query only whether it can be decoded: what it holds is judged field by field. */
function requireText(field: 'path' | 'query', encoded: string): void {
  const text = decoded(encoded)
  const message = text === undefined ? 'Not percent-encoded UTF-8' : field === 'path' && whyUnsound(text)
  if (message) throw Fault.invalid({ field, message })
}

function decoded(encoded: string): string | undefined {
  try {
    return /^[\x21-\x7e]*$/.test(encoded) ? decodeURIComponent(encoded) : undefined
  } catch {
    return undefined
  }
}
