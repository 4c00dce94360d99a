import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { bodyLimitOf } from './body.ts'
import { problems } from './json.ts'
import type { Surface } from './mount.ts'
import type { AnswerNote, AnyOperation } from './operation.ts'
import { problem } from './problem-schema.ts'

const headerNotes = {
  ETag: 'The version, for If-Match',
  Location: 'Where it is read',
  'Retry-After': 'Seconds to wait',
  Allow: 'The methods known here',
  'WWW-Authenticate': 'How to sign in',
} as const
type HeaderName = keyof typeof headerNotes

/** The document of what can be asked for. Throws when two schemas share a name. */
export function openApiDocument<S>(surfaces: readonly Surface<S>[]) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const surface of surfaces) registry.registerPath(pathOf(surface))
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

function pathOf<S>(surface: Surface<S>): RouteConfig {
  const { kind, method, path, tag, operation } = surface
  const { summary, who, params, query, body } = operation
  const type = kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const id = operationId(method, path)
  return {
    method,
    path,
    summary,
    tags: [tag],
    operationId: id,
    ...(who === 'anyone' ? { security: [] } : { security: [{ bearer: [] }], description: `For: ${who.join(', ')}.` }),
    request: {
      ...(params instanceof z.ZodObject && { params }),
      ...(query instanceof z.ZodObject && { query }),
      headers: headersOf(surface),
      ...(body && {
        body: { content: { [type]: { schema: named(body, id) } }, required: !body.safeParse({}).success },
      }),
    },
    responses: kind === 'json' ? { ...problemsOf(surface), ...answersOf(surface.answers) } : pagesOf(surface),
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

const anyEtag = /^(\*|"[0-9]{1,9}")$/

function etag(pattern: RegExp) {
  const description = 'The ETag that you have seen; refused with 412 when it has changed since.'
  return z.string().regex(pattern).meta({ description })
}

function headersOf<S>({ method, operation: { who, ifMatch } }: Surface<S>) {
  const key = z.string().regex(/^[ -~]{1,200}$/)
  return z.object({
    ...(method !== 'get' &&
      who !== 'anyone' && {
        'Idempotency-Key': key.optional().meta({ description: 'The same key and request again is done once.' }),
      }),
    ...(ifMatch && { 'If-Match': ifMatch === 'required' ? etag(/^"[0-9]{1,9}"$/) : etag(anyEtag).optional() }),
  })
}

function answersOf(answers: Record<number, AnswerNote>): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, note]) => [
      status,
      Number(status) < 400 ? answer(note) : problemAnswer(note.description, note.headers),
    ]),
  )
}

function answer({ description, schema, headers = [] }: AnswerNote): ResponseConfig {
  return {
    description,
    ...(headers.length > 0 && { headers: headerObjects(headers) }),
    ...(schema && { content: { 'application/json': { schema } } }),
  }
}

/** What a browser is answered: always a page, whatever went wrong. */
function pagesOf<S>({ kind, operation }: Surface<S>): Record<string, ResponseConfig> {
  const page = (description: string, headers: readonly HeaderName[] = []): ResponseConfig => ({
    description,
    ...(headers.length > 0 && { headers: headerObjects(headers) }),
    content: { 'text/html': { schema: z.string() } },
  })
  const wrong = {
    400: page('It cannot be read'),
    404: page('It leads nowhere'),
    405: page('Another method', ['Allow']),
    410: page('It has been answered, has expired, or asks for nothing any more'),
    429: page('Too many requests', ['Retry-After']),
    500: page('Our fault'),
    503: page('A part of the service is down', ['Retry-After']),
  }
  if (kind === 'page') return { 200: page('The page'), ...wrong }
  return {
    202: page('No answer came in time; sending it again counts only once', ['Retry-After']),
    303: { description: 'It is recorded; the page says what has become of it', headers: headerObjects(['Location']) },
    409: page('Its state refuses it now'),
    413: page(tooLarge(operation)),
    415: page('Another content type'),
    422: page('The same page, which says what is wrong with which field'),
    ...wrong,
  }
}

/** What any such operation can answer besides its own. */
function problemsOf<S>({ method, path, operation }: Surface<S>): Record<string, ResponseConfig> {
  const { who, body, ifMatch } = operation
  const mutates = method !== 'get' && who !== 'anyone'
  const possible: [kind: keyof typeof problems, description: string, when: boolean, headers?: HeaderName[]][] = [
    ['invalid', 'A field is wrong', true],
    ['unauthenticated', 'No valid token', who !== 'anyone', ['WWW-Authenticate']],
    ['forbidden', 'Not for this role', who !== 'anyone'],
    ['absent', 'Absent, or not yours to see', path.includes('{') || body !== undefined],
    ['wrongMethod', 'Another method', true, ['Allow']],
    ['notNow', 'Its state refuses it now; `allowed` says what can be done', method !== 'get' && path.includes('{')],
    ['stale', 'It has changed since', ifMatch !== undefined],
    ['unguarded', 'Without If-Match', ifMatch === 'required'],
    ['tooLarge', tooLarge(operation), body !== undefined],
    ['wrongType', 'Another content type', body !== undefined],
    ['keyReused', 'The Idempotency-Key was used for another request', mutates],
    ['tooMany', 'Too many requests', true, ['Retry-After']],
    ['unexpected', 'Our fault', true],
    ['down', 'A part is down, or the ticket takes no more now: ask again with the key', true, ['Retry-After']],
  ]
  return Object.fromEntries(
    possible
      .filter(([, , when]) => when)
      .map(([kind, description, , headers]) => [problems[kind][0], problemAnswer(description, headers)]),
  )
}

function tooLarge<S>(operation: AnyOperation<S>): string {
  return `More than ${bodyLimitOf(operation) / 1024} kB`
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
