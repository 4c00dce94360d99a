import type { ErrorRequestHandler, Response } from 'express'
import { partDown } from './down.ts'
import { invalid, Problem, unavailable } from './faults.ts'
import type { Answer } from './operation.ts'

export function send(response: Response, { status, body, headers = {} }: Answer): void {
  response.status(status).set(headers)
  if (body === undefined) response.end()
  else if (response.getHeader('Content-Type')) response.send(body)
  else response.json(body)
}

/** The one place where what went wrong becomes an answer. */
export const answerProblem: ErrorRequestHandler = (error, request, response, next) => {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error({ err: error }, problem.title)
  if (response.headersSent) return next(error)
  const { status, type, title, detail, errors, extra, headers } = problem
  const body = { type, title, status, detail, ...(errors && { errors }), ...extra, requestId: request.id }
  response.status(status).set(headers).type('application/problem+json').send(JSON.stringify(body))
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const ofBody = typeof error === 'object' && error !== null ? problemOfBody(error) : undefined
  if (ofBody) return ofBody
  const part = partDown(error)
  return part ? unavailable(part) : new Problem(500, 'It was our fault, and it has been recorded')
}

/** What Express and its body parser throw. */
function problemOfBody({ type, status }: { type?: unknown; status?: unknown }): Problem | undefined {
  if (type === 'entity.parse.failed') return invalid({ field: 'body', message: 'Not a JSON object' })
  if (status === 413) return new Problem(413, 'At most 256 kB')
  if (status === 415) return new Problem(415, 'Expected JSON in UTF-8, as it is or compressed')
  if (status === 400) return invalid({ field: typeof type === 'string' ? 'body' : 'path', message: 'Cannot be read' })
  return undefined
}
