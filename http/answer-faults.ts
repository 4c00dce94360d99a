import type { ErrorRequestHandler } from 'express'
import { Fault, type Part } from './faults.ts'
import { type Page, sendPage, statusOf } from './html.ts'
import { sendFault, setFaultHeaders } from './json.ts'

/** A page that tells a person what went wrong, in the languages of the request's Accept-Language. */
export type FaultPage = (fault: Fault, languages: readonly string[]) => Omit<Page, 'status'>

/** Which part is down, when an error says so. */
export type PartDown = (error: unknown) => Part | undefined

/** The one place where what went wrong becomes an answer: a page for a browser, a problem for a program. */
export function answerFaults(
  isPage: (path: string) => boolean,
  faultPage: FaultPage,
  partDown: PartDown,
): ErrorRequestHandler {
  return (error, request, response, next) => {
    const fault = faultOf(error, partDown)
    if (statusOf(fault) >= 500 && fault.kind !== 'busy') request.log.error({ err: error }, fault.detail)
    if (response.headersSent) return next(error)
    if (!isPage(request.path)) return sendFault(response, fault, request.id)
    setFaultHeaders(response, fault)
    sendPage(response, { ...faultPage(fault, request.acceptsLanguages()), status: statusOf(fault) })
  }
}

function faultOf(error: unknown, partDown: PartDown): Fault {
  if (error instanceof Fault) return error
  const ofBody = typeof error === 'object' && error !== null ? faultOfBody(error) : undefined
  if (ofBody) return ofBody
  const part = partDown(error)
  return part ? Fault.down(part) : new Fault('unexpected', 'It was our fault, and it has been recorded')
}

/** What Express and its body parser throw. */
function faultOfBody({
  type,
  status,
  limit,
}: {
  type?: unknown
  status?: unknown
  limit?: unknown
}): Fault | undefined {
  if (type === 'entity.parse.failed') return Fault.invalid({ field: 'body', message: 'Not a JSON object' })
  if (status === 413) {
    return new Fault('tooLarge', typeof limit === 'number' ? `At most ${limit / 1024} kB` : 'Too many fields')
  }
  if (status === 415) return new Fault('wrongType', 'Expected UTF-8, and no Content-Encoding')
  if (status === 400) {
    return Fault.invalid({ field: typeof type === 'string' ? 'body' : 'path', message: 'Cannot be read' })
  }
  return undefined
}
