import express, { type Express, type Request, type RequestHandler } from 'express'
import { z } from 'zod'
import { send } from './answer.ts'
import { bearerOf, signedInBy, unauthenticated } from '../api/shared/authentication.ts'
import { faultsOf } from './schema-faults.ts'
import { claimKey, fingerprintOf, idempotencyKeyOf } from '../api/shared/idempotency.ts'
import type { Limits } from './limits.ts'
import { type FieldFault, invalid, Problem } from './faults.ts'
import type { AnyRoute, Call, Services, SignedIn } from './operation.ts'
import { unsound } from './sound.ts'

/** Serves the routes; what a path does not know is refused with what it does. */
export function mount(app: Express, routes: readonly AnyRoute[], services: Services, limits: Limits): void {
  const methods = new Map<string, string[]>()
  for (const route of routes) {
    const path = expressPath(route)
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()])
    app[route.method](path, ...before(route, services, limits), async (request, response) => {
      const call = await checkedCall(route, request, response.locals.user, services)
      send(response, await route.handle(call, services))
    })
  }
  for (const [path, allowed] of methods) app.all(path, refuseMethod(allowed))
}

function expressPath({ path }: AnyRoute): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Who asks is settled before a body is read. */
function before(route: AnyRoute, services: Services, limits: Limits): RequestHandler[] {
  const steps: RequestHandler[] = route.who === 'anyone' ? [] : [authenticated(route.who, services, limits)]
  if (route.body) steps.push(...bodyParser(route))
  if (route.path === '/v1/sessions') steps.push(...limits.signIn)
  return steps
}

/** Role and token are checked here and nowhere else; an error in the check lets nobody in. */
function authenticated(who: readonly string[], { database, now }: Services, { countFailure }: Limits): RequestHandler {
  return async (request, response, next) => {
    const token = bearerOf(request.headers.authorization)
    if (token === undefined) throw unauthenticated('Send a token: Authorization: Bearer …')
    const user = await signedInBy(database, token, now())
    if (user === undefined) {
      await countFailure(request, response)
      throw unauthenticated('This token is unknown, expired or revoked')
    }
    if (!who.includes(user.role)) throw new Problem(403, `This is for: ${who.join(', ')}`)
    response.locals.user = user
    next()
  }
}

function bodyParser({ accepts }: AnyRoute): RequestHandler[] {
  const limit = 256 * 1024
  const type = accepts === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const refuseOthers: RequestHandler = (request, _response, next) => {
    // Without a body there is no type to refuse: the schema judges what is missing.
    if (request.get('Content-Length') !== '0' && request.is(type) === false) throw new Problem(415, `Expected ${type}`)
    next()
  }
  const parse = accepts === 'form' ? express.urlencoded({ limit, extended: false }) : express.json({ limit, type })
  return [refuseOthers, parse]
}

async function checkedCall(
  route: AnyRoute,
  request: Request,
  user: SignedIn,
  { database }: Services,
): Promise<Call<unknown, unknown, unknown>> {
  const { query, params, body = {} } = request
  const faults = [...unsound(query, ''), ...unsound(body, '')]
  if (faults.length > 0) throw invalid(...faults)
  const parts = {
    params: checked(route.params ?? nothing, params, 'path'),
    query: checked(route.query ?? nothing, query, 'query'),
    body: route.body ? checked(route.body, body, 'body') : { data: undefined, faults: [] },
  }
  const wrong = [...parts.params.faults, ...parts.query.faults, ...parts.body.faults]
  if (wrong.length > 0) throw invalid(...wrong)
  const ifVersion = route.ifMatch && versionOf(request.headers['if-match'])
  const mine = request.get('Idempotency-Key')
  const idempotencyKey = idempotencyKeyOf(mine)
  const fingerprint = fingerprintOf(request.method, request.path, body)
  if (mine !== undefined && route.method !== 'get' && route.who !== 'anyone' && !route.claimsKey) {
    await claimKey(database, user.id, idempotencyKey, fingerprint)
  }
  return {
    params: parts.params.data,
    query: parts.query.data,
    body: parts.body.data,
    user,
    requestId: String(request.id),
    idempotencyKey,
    fingerprint,
    ...(ifVersion !== undefined && { ifVersion }),
  }
}

const nothing: z.ZodType = z.strictObject({})

function checked(schema: z.ZodType, value: unknown, whole: string): { data: unknown; faults: FieldFault[] } {
  const result = schema.safeParse(value)
  return result.success
    ? { data: result.data, faults: [] }
    : { data: undefined, faults: faultsOf(result.error.issues, whole) }
}

/** An ETag of ours is the version in quotes; `*` is any. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const version = ifMatch.match(/^\s*(?:W\/)?"(\d{1,9})"\s*$/)?.[1]
  if (version === undefined) throw invalid({ field: 'If-Match', message: 'Expected the ETag of a ticket, such as "3"' })
  return Number(version)
}

function refuseMethod(methods: string[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
  return () => {
    throw new Problem(405, `Allowed here: ${allowed}`, { headers: { Allow: allowed } })
  }
}
