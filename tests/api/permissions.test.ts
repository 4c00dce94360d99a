import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { surfaces } from '../../web/surfaces.ts'
import { type Role, roles } from '../../domain/people/roles.ts'
import { cases, personOf, type RouteCase } from '../support/api/route-cases.ts'
import type { Side } from '../support/api/stages.ts'
import { type Reply, ServiceDesk } from '../support/desk/service-desk.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const names = surfaces.map(({ method, path }) => `${method} ${path}`)
const closed = names.filter((name) => cases[name]?.who !== 'anyone')

test('every route has somebody who says who may use it', () => {
  expect([...names].sort()).toEqual(Object.keys(cases).sort())
})

describe.each(closed)('%s', (name) => {
  const { who, done, common } = cases[name] as RouteCase
  const rows = matrix(who, done, common)
  let answers: PromiseSettledResult<Reply<{ detail?: string }>>[]
  // All at once: one after another they take minutes.
  beforeAll(async () => {
    answers = await Promise.allSettled(rows.map(([role, side]) => answerTo(name, role, side)))
  })

  test('is closed to whoever does not sign in', async () => {
    expect((await request(name, 'nothing', undefined, '')).status).toBe(401)
    expect((await request(name, 'nothing', undefined, 'not-a-token')).status).toBe(401)
  })

  test.each(rows.map((row, index) => [...row, index] as const))('%s, of %s: %i', (_role, _side, expected, index) => {
    const answer = answers[index]
    if (answer?.status !== 'fulfilled') throw answer?.reason
    const reply = answer.value
    expect({ status: reply.status, detail: reply.body.detail }).toMatchObject({ status: expected })
    if (expected === done) expect(notAsDocumented(name, reply)).toBeUndefined()
  })
})

test.each(names.filter((name) => !closed.includes(name)))('%s is open to everybody', async (name) => {
  const { done, ask } = cases[name] as RouteCase
  const { body } = (await ask?.({ desk, role: 'customer', side: 'jiangzhou' })) ?? {}
  expect((await request(name, 'nothing', body, '')).status).toBe(done)
})

async function answerTo(name: string, role: Role, side: Side): Promise<Reply<{ detail?: string }>> {
  const asked = await cases[name]?.ask?.({ desk, role, side })
  const { id = 'nothing', body, as = personOf[role], ifMatch } = asked ?? {}
  return request(name, id, body, as, ifMatch)
}

/** The role is asked first, then whose it is: what one may not see is as absent as what does not exist. */
function matrix(who: RouteCase['who'], done: number, common: readonly Role[] = []): [Role, Side, number][] {
  const statusOf = (role: Role, side: Side) => {
    if (!who.includes(role)) return 403
    const seesAll = role === 'manager' || role === 'admin'
    return common.includes(role) || side === 'jiangzhou' || seesAll ? done : 404
  }
  const sides: Side[] = ['jiangzhou', 'huayue']
  return roles.flatMap((role) => sides.map((side): [Role, Side, number] => [role, side, statusOf(role, side)]))
}

/** What in the answer is not as the route's schema says. */
function notAsDocumented(name: string, { status, body }: Reply<unknown>): string | undefined {
  const surface = surfaces.find(({ method, path }) => `${method} ${path}` === name)
  return surface?.kind === 'json' ? surface.answers[status]?.schema?.safeParse(body).error?.message : undefined
}

function request<T>(
  name: string,
  id: string,
  body: object | undefined,
  as: string,
  ifMatch?: string,
): Promise<Reply<T>> {
  const [method = '', path = ''] = name.split(' ')
  const json = method === 'post' || method === 'patch' ? JSON.stringify(body ?? {}) : undefined
  const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch }
  // An id may be two, for a path that names two.
  const ids = id.split('/')
  return desk.ask(
    method.toUpperCase(),
    path.replace(/\{\w+\}/g, () => ids.shift() ?? 'nothing'),
    json,
    { as, headers },
  )
}
