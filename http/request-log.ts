import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/** No address with its ids and tokens, no header, no body and no name is logged: the route says what was asked. */
export function requestLog(logger: Logger): RequestHandler {
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
