import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import { answerProblem } from './answer.ts'
import { serveDocs } from './docs.ts'
import { createLimits } from './limits.ts'
import { mount } from './mount.ts'
import { invalid, notFound } from './faults.ts'
import type { Services } from './operation.ts'
import { routes } from '../api/operations.ts'
import { unsoundText } from './sound.ts'

export interface AppOptions {
  requestsPerSecond: number
  /** Express's `trust proxy`: whose X-Forwarded headers are believed. Nobody's when absent. */
  trustProxy: string | undefined
}

export function createApp(services: Services, { requestsPerSecond, trustProxy }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing')
  app.set('query parser', 'simple').set('trust proxy', trustedProxy(trustProxy))
  const limits = createLimits(requestsPerSecond)
  app.use(requestLog(services), securityHeaders(services), limits.all, refuseUnsoundPath)
  mount(app, routes, services, limits)
  serveDocs(app, routes)
  app.use(() => {
    throw notFound()
  })
  app.use(answerProblem)
  return app
}

/** A number of proxies, or their addresses and networks. */
function trustedProxy(setting: string | undefined): number | string | false {
  if (setting === undefined || setting === 'false') return false
  return /^\d+$/.test(setting) ? Number(setting) : setting
}

/** No address with its ids and tokens, no header, no body and no name is logged: the route says what was asked. */
function requestLog({ logger }: Services): RequestHandler {
  return pinoHttp({
    logger,
    genReqId(request, response) {
      const given = request.headers['x-request-id']
      const id = typeof given === 'string' && /^[A-Za-z0-9._:-]{1,100}$/.test(given) ? given : randomUUID()
      response.setHeader('X-Request-Id', id)
      return id
    },
    serializers: {
      req: ({ id, method }) => ({ id, method }),
      res: ({ statusCode }) => ({ statusCode }),
    },
    customSuccessObject: (request, _response, line) => withRoute(request, line),
    customErrorObject: (request, _response, _error, line) => withRoute(request, line),
    customLogLevel: (_request, { statusCode }) => (statusCode < 400 ? 'debug' : 'info'),
    quietReqLogger: true,
  })
}

/** Once Express has found it. */
function withRoute(request: IncomingMessage & { route?: { path: string } }, line: object): object {
  return { ...line, route: request.route?.path }
}

function securityHeaders({ publicUrl }: Services): RequestHandler {
  const secure = publicUrl.startsWith('https:')
  return helmet({
    strictTransportSecurity: secure,
    // Behind plain HTTP, as on one's own machine, a browser told to upgrade finds nothing.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: secure ? [] : null } },
  })
}

const refuseUnsoundPath: RequestHandler = ({ path }, _response, next) => {
  const faults = unsoundText(decodedPath(path), 'path')
  if (faults.length > 0) throw invalid(...faults)
  next()
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw invalid({ field: 'path', message: 'Not percent-encoded UTF-8' })
  }
}
