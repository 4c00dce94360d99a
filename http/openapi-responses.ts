import type { ResponseConfig } from '@asteasolutions/zod-to-openapi'
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

/** All that a surface can answer, by status. */
export function responsesOf<S>(surface: Surface<S>): Record<string, ResponseConfig> {
  if (surface.kind === 'json') return { ...problemsOf(surface), ...answersOf(surface.answers) }
  if (surface.kind !== 'file') return pagesOf(surface)
  const bytes = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } }
  // What anybody may have is asked for in a browser.
  const wrong = surface.operation.who === 'anyone' ? wrongPages() : problemsOf(surface)
  return {
    ...wrong,
    200: {
      description: 'The file, as an attachment; `Repr-Digest` and `ETag` are the hash of its bytes',
      content: bytes,
    },
  }
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

function page(description: string, headers: readonly HeaderName[] = []): ResponseConfig {
  return {
    description,
    ...(headers.length > 0 && { headers: headerObjects(headers) }),
    content: { 'text/html': { schema: z.string() } },
  }
}

/** What a browser is answered: always a page, whatever went wrong. */
function wrongPages(): Record<string, ResponseConfig> {
  return {
    400: page('It cannot be read'),
    404: page('It leads nowhere'),
    405: page('Another method', ['Allow']),
    410: page('It has been answered, has expired, or asks for nothing any more'),
    429: page('Too many requests', ['Retry-After']),
    500: page('Our fault'),
    503: page('A part of the service is down', ['Retry-After']),
  }
}

function pagesOf<S>({ kind, operation }: Surface<S>): Record<string, ResponseConfig> {
  const wrong = wrongPages()
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
  return `More than ${(operation.takesFile ?? bodyLimitOf(operation)) / 1024} kB`
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
