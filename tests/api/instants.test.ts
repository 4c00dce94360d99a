import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { TestApi } from '../support/api/test-api.ts'
import { document } from '../support/api/openapi.ts'

let api: TestApi
beforeAll(async () => {
  api = await TestApi.start()
})
afterAll(() => api.close())

interface Schema {
  $ref?: string
  format?: string
  pattern?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

type Path = (string | number)[]
type Field = [route: string, name: string, path: Path, schema: Schema]

/** Every instant and date that may be sent, by what the document says of each body. */
const fields: Field[] = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, operation]) =>
    Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) =>
      inside(schema, []).map(([at, found]): Field => [`${method} ${path}`, nameOf(at), at, found]),
    ),
  ),
)
interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> }
  parameters?: { name: string; schema: Schema }[]
}

function inside(schema: Schema, path: Path): [Path, Schema][] {
  if (schema.$ref) return inside(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], path)
  if (schema.format === 'date-time' || schema.format === 'date') return [[path, schema]]
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => inside(inner, [...path, name])),
    ...(schema.items ? inside(schema.items, [...path, 0]) : []),
    ...(schema.anyOf ?? []).flatMap((inner) => inside(inner, path)),
  ]
}

function nameOf(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${part}`)).join('')
}

const dates = ['0000-01-01', '1969-12-31', '2201-01-01', '9999-12-31']
const instants = [...dates.map((date) => `${date}T12:00:00Z`), '9999-12-31T23:59:59-23:59', '9999-12-31T23:59:59+23:59']
const onTheEdge = ['1970-01-01T00:00:00+00:01', '2200-01-01T00:00:00-00:01']

function bodyWith(path: Path, value: string): unknown {
  return path.reduceRight<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value)
}

async function faultsAt(route: string, path: Path, value: string) {
  const [method = '', url = ''] = route.split(' ')
  const headers = { 'content-type': 'application/json' }
  const reply = await api.ask('admin', method.toUpperCase(), url.replace(/\{\w+\}/, 'nothing'), {
    ...{ raw: JSON.stringify(bodyWith(path, value)), headers },
  })
  return { status: reply.status, fields: reply.body.errors?.map(({ field }) => field) }
}

describe('H4: no instant or date is taken that the store cannot hold', () => {
  test('pauses, tokens, contracts, calls, call backs, proposals, quotes, remote access, parts, parties, steps, visits, qualifications, rotas, previews, rehearsals and calendars have some', () => {
    expect(fields.map(([route, name]) => `${route} ${name}`).sort()).toEqual([
      'patch /v1/contracts/{id} endsOn',
      'patch /v1/contracts/{id} importantPeriods[0].from',
      'patch /v1/contracts/{id} importantPeriods[0].to',
      'patch /v1/contracts/{id} phases[0].from',
      'patch /v1/contracts/{id} startsOn',
      'patch /v1/qualifications/{id} validFrom',
      'patch /v1/qualifications/{id} validUntil',
      'patch /v1/shifts/{id} from',
      'patch /v1/shifts/{id} until',
      'post /v1/calendars overrides[0].date',
      'post /v1/calendars/{id}/versions overrides[0].date',
      'post /v1/contracts endsOn',
      'post /v1/contracts importantPeriods[0].from',
      'post /v1/contracts importantPeriods[0].to',
      'post /v1/contracts phases[0].from',
      'post /v1/contracts startsOn',
      'post /v1/duties/{id}/shifts from',
      'post /v1/duties/{id}/shifts to',
      'post /v1/policies/{id}/rehearsals from',
      'post /v1/policies/{id}/rehearsals to',
      'post /v1/qualifications validFrom',
      'post /v1/qualifications validUntil',
      'post /v1/shifts/{id}/substitutions from',
      'post /v1/shifts/{id}/substitutions until',
      'post /v1/sla-previews at',
      'post /v1/sla-previews calendar.overrides[0].date',
      'post /v1/sla-previews pauses[0].from',
      'post /v1/sla-previews pauses[0].to',
      'post /v1/sla-previews startedAt',
      'post /v1/tickets calledAt',
      'post /v1/tickets/{id}/call-backs by',
      'post /v1/tickets/{id}/part-movements expectedBy',
      'post /v1/tickets/{id}/parties answerBy',
      'post /v1/tickets/{id}/parties/{party}/questions answerBy',
      'post /v1/tickets/{id}/parts expectedBy',
      'post /v1/tickets/{id}/pauses expectedEnd',
      'post /v1/tickets/{id}/proposals decideBy',
      'post /v1/tickets/{id}/quotes validUntil',
      'post /v1/tickets/{id}/remote-answers from',
      'post /v1/tickets/{id}/remote-answers until',
      'post /v1/tickets/{id}/remote-requests from',
      'post /v1/tickets/{id}/remote-requests until',
      'post /v1/tickets/{id}/step-completions decideBy',
      'post /v1/tickets/{id}/visits from',
      'post /v1/tickets/{id}/visits until',
      'post /v1/tickets/{id}/visits/{visit}/slot from',
      'post /v1/tickets/{id}/visits/{visit}/slot until',
      'post /v1/tokens expiresAt',
    ])
  })

  test.each(fields)('%s: %s', async (route, name, path, { format, pattern = '' }) => {
    const wrong = format === 'date' ? dates : instants
    for (const value of [...wrong, ...(format === 'date' ? [] : onTheEdge)]) {
      const { status, fields } = await faultsAt(route, path, value)
      expect({ value, status, fields }).toEqual({ value, status: 400, fields: expect.arrayContaining([name]) })
    }
    expect(wrong.filter((value) => new RegExp(pattern).test(value))).toEqual([])
    const within = format === 'date' ? '2199-12-31' : '2199-12-31T23:59:59Z'
    expect((await faultsAt(route, path, within)).fields ?? []).not.toContain(name)
    expect(within).toMatch(new RegExp(pattern))
  })
})

describe('H4: a cursor that no list has given out is refused', () => {
  const lists = Object.entries<Record<string, Operation>>(document.paths)
    .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'))
    .map(([path]) => path)
  const positions = [
    ['\u0000'],
    ['\ud800'],
    ['9999-12-31T23:59:59-23:59', 'T-2026-000001'],
    ['+012026-01-01T00:00:00.000Z', 'T-2026-000001'],
    ['2026-01-01T00:00:00.000Z', '\u0000'],
    ['0000-01-01T00:00:00.000Z', 'x'],
  ]

  test.each(lists.filter((path) => !path.includes('{')))('%s', async (path) => {
    for (const position of positions) {
      const cursor = Buffer.from(JSON.stringify(position)).toString('base64url')
      const { status, body } = await api.get('admin', `${path}?cursor=${cursor}`)
      expect([position, status, body.errors?.[0]?.field]).toEqual([position, 400, 'cursor'])
    }
  })
})

describe('H4: a token whose end is no date of ours', () => {
  test.each(['10000-01-01T12:00:00Z', 'infinity', '-infinity', '0044-03-15 12:00:00+00 BC'])(
    '%s hides no other token, counts as past, and can be revoked',
    async (end) => {
      const password = 'aftercare-demo'
      const { id, token } = await api.make('customer', '/v1/tokens', { name: 'thief', password })
      const { id: other } = await api.make('customer', '/v1/tokens', { name: 'other', password })
      await api.database.$executeRaw`UPDATE "AccessToken" SET "expiresAt" = ${end}::timestamptz WHERE "id" = ${id}`
      const { status, body } = await api.get('customer', '/v1/tokens')
      expect(status).toBe(200)
      expect(body.items).toEqual(expect.arrayContaining([expect.objectContaining({ id: other })]))
      expect(body.items).toContainEqual(expect.objectContaining({ id, expiresAt: '1970-01-01T00:00:00Z' }))
      const me = await fetch(`${api.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })
      expect(me.status).toBe(401)
      expect((await api.ask('customer', 'DELETE', `/v1/tokens/${id}`)).status).toBe(204)
    },
  )
})
