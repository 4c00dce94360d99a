import type { Express, Request, RequestHandler, Response } from 'express'
import type { Role } from '../domain/people/roles.ts'
import { bearerOf } from './bearer.ts'
import { bodyLimitOf, bodyParser } from './body.ts'
import { type Asker, checkedCall, type ClaimKey } from './call.ts'
import { Fault } from './faults.ts'
import { type FileSurface, type GivenFile, sendFile } from './file.ts'
import { againOf, type FormSurface, type PageSurface, sendPage } from './html.ts'
import { type JsonSurface, sendJson } from './json.ts'
import type { Limits } from './limits.ts'
import { addressOf, expressPath, type Finds } from './operation.ts'
import { fileParser } from './upload.ts'

/** Where an operation can be asked for, and how it answers there. */
export type Surface<S> = JsonSurface<S> | FileSurface<S> | PageSurface<S> | FormSurface<S>

/** A row, by the id that stands in the path. */
export interface Sought extends Finds<unknown> {
  id: string
}

/** What a surface cannot do by itself. */
export interface Backing<S> {
  /**
   * Whom a bearer token speaks for, and what is sought along with it, in one question; undefined for what is unknown,
   * expired or revoked.
   */
  authenticate(token: string, sought?: Sought): Promise<Asker | undefined>
  claimKey: ClaimKey
  services: S
}

/** Serves every surface; what a path does not know is refused with what it does. */
export function mount<S>(app: Express, surfaces: readonly Surface<S>[], backing: Backing<S>, limits: Limits): void {
  const methods = new Map<string, string[]>()
  for (const surface of surfaces) {
    const path = expressPath(surface)
    methods.set(path, [...(methods.get(path) ?? []), surface.method.toUpperCase()])
    app[surface.method](path, ...before(surface, backing, limits), served(surface, backing, limits))
  }
  for (const [path, allowed] of methods) app.all(path, limits.unverified, refuseMethod(allowed))
}

/** Who asks is settled before a body is read. */
function before<S>({ kind, operation }: Surface<S>, backing: Backing<S>, limits: Limits): RequestHandler[] {
  const { who, finds, body, takesFile } = operation
  return [
    who === 'anyone' ? limits.unverified : authenticated(who, finds, backing, limits),
    ...(takesFile
      ? fileParser(takesFile)
      : body
        ? bodyParser(kind === 'form' ? 'form' : 'json', bodyLimitOf(operation))
        : []),
  ]
}

function served<S>(surface: Surface<S>, backing: Backing<S>, limits: Limits): RequestHandler {
  const asked = async ({ kind, operation }: Surface<S>, request: Request, response: Response) => {
    const call = await checkedCall({ kind, operation }, request, response.locals.asker ?? {}, backing.claimKey)
    if (operation.tries) await limits.countTry(request, response, operation.tries(call))
    if (operation.ceilings) {
      // Whoever needs no token has no user.
      const user: { id: string } | undefined = call.user
      const key = JSON.stringify([user?.id ?? null, call.idempotencyKey])
      await limits.countAgainst(response, operation.ceilings(call), key)
    }
    return { call, value: await operation.run(call, backing.services) }
  }
  if (surface.kind === 'json') {
    return async (request, response) => {
      const { call, value } = await asked(surface, request, response)
      sendJson(response, surface.answer(value, call))
    }
  }
  if (surface.kind === 'file') {
    return async (request, response) => {
      const { value } = await asked(surface, request, response)
      await sendFile(response, value as GivenFile)
    }
  }
  if (surface.kind === 'page') {
    return async (request, response) => {
      const { value } = await asked(surface, request, response)
      sendPage(response, surface.page(value))
    }
  }
  return async (request, response) => {
    try {
      const { call } = await asked(surface, request, response)
      // Without a body, which would say the address again.
      response.status(303).location(addressOf(surface, call.params)).end()
    } catch (error) {
      const again = againOf(error, request.body)
      if (again === undefined) throw error
      const { value } = await asked(surface.shownBy, request, response)
      sendPage(response, { status: 422, ...surface.shownBy.page(value, again) })
    }
  }
}

/** Role and token are checked here and nowhere else; an error in the check lets nobody in. */
function authenticated<S>(
  who: readonly Role[],
  finds: Finds<unknown> | undefined,
  { authenticate }: Backing<S>,
  limits: Limits,
): RequestHandler {
  return async (request, response, next) => {
    const token = bearerOf(request.headers.authorization)
    if (token === undefined) throw new Fault('unauthenticated', 'Send a token: Authorization: Bearer …')
    const sought = finds && { ...finds, id: String(request.params.id) }
    const asker = await limits.verified(request, response, token, () => authenticate(token, sought))
    if (asker === undefined) throw new Fault('unauthenticated', 'This token is unknown, expired or revoked')
    if (!who.includes(asker.user.role)) throw new Fault('forbidden', `This is for: ${who.join(', ')}`)
    response.locals.asker = asker
    next()
  }
}

function refuseMethod(methods: string[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])]
  return () => {
    throw new Fault('wrongMethod', `Allowed here: ${allowed.join(', ')}`, { allowed })
  }
}
