import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { ProblemStatus } from './faults.ts'
import type { AnswerNote, AnyRoute } from './operation.ts'

/** RFC 9457, with members of our own. */
const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    allowed: z.array(z.string()).optional(),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'What is wrong, and with which fields. `allowed`: what can be done instead.',
    example: {
      type: 'urn:aftercare:problem:invalid',
      title: 'The request is not valid',
      status: 400,
      detail: 'name: Expected one line of text that is not empty',
      errors: [{ field: 'name', message: 'Expected one line of text that is not empty' }],
      requestId: 'b3d0c6a2-5a55-4a3e-9e55-3a4cf1f0a9f1',
    },
  })

const headerNotes = {
  ETag: 'The version, for If-Match',
  Location: 'Where it is read',
  'Retry-After': 'Seconds to wait',
  Allow: 'The methods known here',
  'WWW-Authenticate': 'How to sign in',
} as const
type HeaderName = keyof typeof headerNotes

/** The document of what the routes do. Throws when two schemas share a name. */
export function openApiDocument(routes: readonly AnyRoute[]) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const route of routes) registry.registerPath(pathOf(route))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Aftercare',
      version: '1',
      description: 'After-sales service whose promises are kept by durable processes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Wherever it was read from: a page may ask nobody else.
    servers: [{ url: '/' }],
  })
}

function pathOf(route: AnyRoute): RouteConfig {
  const { method, path, summary, tag, who, body, accepts } = route
  const type = accepts === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const id = operationId(method, path)
  return {
    method,
    path,
    summary,
    tags: [tag],
    operationId: id,
    ...(who === 'anyone' ? { security: [] } : { security: [{ bearer: [] }], description: `For: ${who.join(', ')}.` }),
    request: {
      ...(route.params instanceof z.ZodObject && { params: route.params }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
      headers: headersOf(route),
      ...(body && {
        body: { content: { [type]: { schema: named(body, id) } }, required: !body.safeParse({}).success },
      }),
    },
    responses: { ...problemsOf(route), ...answersOf(route) },
  }
}

/** A body that has no name of its own is called after its operation. */
function named(body: z.ZodType, operation: string): z.ZodType {
  const about = body.meta()
  return about?.id ? body : body.meta({ ...about, id: `${operation.slice(0, 1).toUpperCase()}${operation.slice(1)}` })
}

/** `POST /v1/tickets/{id}/sign-off` is `postTicketsIdSignOff`. */
function operationId(method: string, path: string): string {
  const words = path.replace('/v1/', '/').split(/[^A-Za-z0-9]+/)
  return method + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}

function headersOf({ method, who, ifMatch }: AnyRoute) {
  const key = z.string().regex(/^[ -~]{1,200}$/)
  return z.object({
    ...(method !== 'get' &&
      who !== 'anyone' && {
        'Idempotency-Key': key.optional().meta({ description: 'The same key and request again is done once.' }),
      }),
    ...(ifMatch && {
      'If-Match': z
        .string()
        .regex(/^(\*|"[0-9]{1,9}")$/)
        .optional()
        .meta({ description: 'The ETag that you have seen; refused with 412 when it has changed since.' }),
    }),
  })
}

function answersOf({ answers }: AnyRoute): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, note]) => [
      status,
      Number(status) < 400 ? answer(note) : refusalAnswer(note),
    ]),
  )
}

function answer({ description, schema, type, headers = [] }: AnswerNote): ResponseConfig {
  const content = schema ?? (type === 'text/html' ? z.string() : undefined)
  return {
    description,
    ...(headers.length > 0 && { headers: headerObjects(headers) }),
    ...(content && { content: { [type ?? 'application/json']: { schema: content } } }),
  }
}

/** A page of its own stands beside the problem, which any part on the way may answer. */
function refusalAnswer(note: AnswerNote): ResponseConfig {
  const asProblem = problemAnswer(note.description, note.headers)
  return note.type ? { ...asProblem, content: { ...asProblem.content, ...answer(note).content } } : asProblem
}

/** What any such route can answer besides its own. */
function problemsOf({ method, who, body, path, ifMatch }: AnyRoute): Record<string, ResponseConfig> {
  const mutates = method !== 'get' && who !== 'anyone'
  const problems: [status: ProblemStatus, description: string, when: boolean, headers?: HeaderName[]][] = [
    [400, 'A field is wrong', true],
    [401, 'No valid token', who !== 'anyone', ['WWW-Authenticate']],
    [403, 'Not for this role', who !== 'anyone'],
    [404, 'Absent, or not yours to see', path.includes('{') || body !== undefined],
    [405, 'Another method', true, ['Allow']],
    [409, 'Its state refuses it now; `allowed` says what can be done', method === 'post' && path.includes('{')],
    [412, 'It has changed since', ifMatch === true],
    [413, 'More than 256 kB', body !== undefined],
    [415, 'Another content type', body !== undefined],
    [422, 'The Idempotency-Key was used for another request', mutates],
    [429, 'Too many requests', true, ['Retry-After']],
    [500, 'Our fault', true],
    [503, 'A part is down; ask again with the same key', true, ['Retry-After']],
  ]
  return Object.fromEntries(
    problems
      .filter(([, , when]) => when)
      .map(([status, description, , headers]) => [status, problemAnswer(description, headers)]),
  )
}

function problemAnswer(description: string, headers: readonly HeaderName[] = []): ResponseConfig {
  return {
    description,
    ...(headers.length > 0 && { headers: headerObjects(headers) }),
    content: { 'application/problem+json': { schema: problem } },
  }
}

function headerObjects(names: readonly HeaderName[]) {
  return Object.fromEntries(
    names.map((name) => [name, { description: headerNotes[name], schema: { type: 'string' as const } }]),
  )
}
