import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { surfaces } from '../../web/surfaces.ts'
import { TestApi } from '../support/api/test-api.ts'
import { document } from '../support/api/openapi.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
interface Operation {
  operationId: string
  summary: string
  security: object[]
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> }
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>
}

describe('the OpenAPI document', () => {
  test('is served, is 3.1, and names no host that a request could have chosen', async () => {
    const { status, body } = await api.get('nobody', '/openapi.json')
    expect(status).toBe(200)
    expect(body).toEqual(document)
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/' }] })
  })

  test('knows every route once, each with a name of its own', () => {
    const told = operations.map(({ path, method }) => `${method} ${path}`)
    expect(told.sort()).toEqual(surfaces.map(({ path, method }) => `${method} ${path}`).sort())
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(told.length)
    for (const { operation } of operations) expect(operation.summary).toBeTruthy()
  })

  test('says of every route but the open ones that it wants a token, and what a wrong one gets', () => {
    for (const { path, method, operation } of operations) {
      const { who } = surfaces.find((known) => known.path === path && known.method === method)?.operation ?? {}
      expect([path, operation.security.length]).toEqual([path, who === 'anyone' ? 0 : 1])
      for (const status of who === 'anyone' ? ['400', '429', '503'] : ['401', '403', '429', '503']) {
        expect([path, Object.keys(operation.responses)]).toEqual([path, expect.arrayContaining([status])])
      }
    }
  })

  test('says of every mutation that it takes an Idempotency-Key', () => {
    for (const { path, method, operation } of operations) {
      const takes = operation.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false
      expect([method, path, takes]).toEqual([method, path, method !== 'get' && operation.security.length > 0])
    }
  })

  test('names every schema that is sent or answered', () => {
    for (const { path, operation } of operations) {
      const json = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
        Object.entries(part?.content ?? {}).filter(([type]) => type.includes('json')),
      )
      for (const [type, { schema }] of json) expect([path, type, schema]).toEqual([path, type, nameOrPage])
    }
  })

  test('is made of schemas that are JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false })
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect([name, ajv.validateSchema(schema as object), ajv.errors]).toEqual([name, true, null])
    }
  })

  test('gives examples that fit its own schemas', () => {
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    ajv.addSchema(document, 'openapi')
    const examples = Object.entries(document.components.schemas as Record<string, { example?: unknown }>)
    const given = examples.filter(([, { example }]) => example !== undefined)
    expect(given.length).toBeGreaterThan(10)
    for (const [name, { example }] of given) {
      const validate = ajv.compile({ $ref: `openapi#/components/schemas/${name}` })
      expect([name, validate(example), validate.errors]).toEqual([name, true, null])
    }
  })
})

/** A page of something is a list that needs no name of its own. */
const nameOrPage = {
  asymmetricMatch: (schema: { $ref?: string; properties?: { items?: { items?: { $ref?: string } } } }) =>
    (schema.$ref ?? schema.properties?.items?.items?.$ref) !== undefined,
}

describe('the page that browses it', () => {
  test('loads nothing from elsewhere and holds no script of its own', async () => {
    const { body, headers } = await api.get('nobody', '/docs')
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    const page = String(body)
    expect(page).not.toMatch(/https?:/)
    expect(page).not.toMatch(/<script>|onload=/)
    for (const [, source = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([source, (await api.get('nobody', source)).status]).toEqual([source, 200])
    }
  })

  test('shows no other file of the disk', async () => {
    for (const path of [
      '/docs/assets/%2e%2e/express/package.json',
      '/docs/assets/',
      '/docs/assets/..%2f..%2fpackage.json',
    ]) {
      expect((await api.get('nobody', path)).status).toBeGreaterThanOrEqual(400)
    }
  })

  test('has two files of its package, kept for a day, and none that it does not load', async () => {
    for (const [file, type] of [
      ['swagger-ui.css', 'text/css'],
      ['swagger-ui-bundle.js', 'text/javascript'],
    ]) {
      const { status, headers } = await api.get('nobody', `/docs/assets/${file}`)
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=86400'])
      expect(headers.get('content-type')).toContain(type)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    for (const file of [
      'package.json',
      'index.html',
      'swagger-initializer.js',
      'swagger-ui.css.map',
      'oauth2-redirect.html',
    ]) {
      expect([file, (await api.get('nobody', `/docs/assets/${file}`)).status]).toEqual([file, 404])
    }
  })
})
