import type { RequestHandler } from 'express'

export interface Observed {
  method: string
  /** As the program knows it, without ids; none when it knows nothing there. */
  route: string | undefined
  /** 499, which is never sent, when the caller hung up before the answer. */
  status: number
  seconds: number
}

/** Tells of each request when it is over. */
export function observed(observe: (request: Observed) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now()
    const { method } = request
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 499
      observe({ method, route: request.route?.path, status, seconds: (performance.now() - began) / 1000 })
    })
    next()
  }
}
