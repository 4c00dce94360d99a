import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Surface } from './mount.ts'
import { responsesOf } from './openapi-responses.ts'

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
  const { method, path, tag, operation } = surface
  const { summary, who, params, query, body } = operation
  const type = bodyTypeOf(surface)
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
        body: {
          content: { [type]: { schema: named(operation.takesFile ? withFile(body) : body, id) } },
          required: operation.takesFile !== undefined || !body.safeParse({}).success,
        },
      }),
    },
    responses: responsesOf(surface),
  }
}

function bodyTypeOf<S>({ kind, operation }: Surface<S>): string {
  if (operation.takesFile) return 'multipart/form-data'
  return kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
}

function withFile(body: z.ZodType): z.ZodType {
  const file = z.string().meta({ format: 'binary', description: 'The file, with its name' })
  return body instanceof z.ZodObject ? body.extend({ file }) : body
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
