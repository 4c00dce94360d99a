import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApiDocument } from '../../../http/openapi.ts'
import { surfaces } from '../../../web/surfaces.ts'

export const document = JSON.parse(JSON.stringify(openApiDocument(surfaces)))

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi')

/** What does not fit the document in an answer of ours, in words; undefined when all does. */
export function misfit(method: string, path: string, status: number, headers: Headers, body: unknown) {
  const template = Object.keys(document.paths).find((known) => patternOf(known).test(path.split('?')[0] ?? ''))
  const operation = template && document.paths[template][method.toLowerCase()]
  if (!template || !operation) return undefined
  const response = operation.responses[status]
  if (response === undefined) return `${method} ${template} answers ${status}, which the document does not know`
  const unsaid = ['location', 'etag', 'retry-after'].find((name) => headers.has(name) !== isSaid(response, name))
  if (unsaid) return `${method} ${template} ${status}: the header ${unsaid} is not as the document says`
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  if (response.content === undefined)
    return body === '' ? undefined : `${method} ${template} ${status}: no body is said`
  if (!response.content[type]) return `${method} ${template} ${status}: ${type} is not what the document says`
  const parts = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
  const validate = ajv.compile({ $ref: `openapi#/${parts.map(pointer).join('/')}` })
  return validate(body) ? undefined : `${method} ${template} ${status}: ${ajv.errorsText(validate.errors)}`
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`)
}

function isSaid({ headers = {} }: { headers?: object }, name: string): boolean {
  return Object.keys(headers).some((header) => header.toLowerCase() === name)
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}
