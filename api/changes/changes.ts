import { z } from 'zod'
import { roles } from '../../domain/people/roles.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { notACursor, pageOf, pageQuery, pageSchema, positionOf } from '../../http/paging.ts'
import type { Change } from '../../prisma/client/client.ts'
import { things } from '../shared/changes.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'

const changed = z
  .strictObject({
    thing: z.enum(things),
    id,
    revision: z.int().nullable().meta({ description: 'That it then had; null for a binding, which is there or not' }),
    at: instant,
    by: z.strictObject({ id: z.string(), name: z.string(), role: z.enum(roles) }),
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()).meta({ description: 'The fields that differ' }),
  })
  .meta({
    id: 'Change',
    example: {
      ...{ thing: 'contact', id: 'con_lihua', revision: 2, at: '2026-11-24T01:00:00Z' },
      by: { id: 'usr_hemiao', name: '何苗 He Miao', role: 'agent' },
      before: { email: 'li.hua@example.com' },
      after: { email: 'li.hua@lab.example' },
    },
  })

function shown({ thing, thingId, revision, at, by, before, after }: Change) {
  return { thing, id: thingId, revision, at: at.toISOString(), by, before, after }
}

const listChanges = operation({
  summary: 'What was corrected, by whom, and what it was before; the newest first',
  who: managers,
  query: z.strictObject({ ...pageQuery, thing: z.enum(things).optional(), id: id.optional() }),
  async run({ query }, { database }) {
    const { thing, id: thingId, limit, cursor } = query
    if (thingId !== undefined && thing === undefined) {
      throw Fault.invalid({ field: 'thing', message: 'Say what the id is of' })
    }
    const rows = await database.change.findMany({
      where: { AND: [{ thing, thingId }, before(cursor)] },
      orderBy: { id: 'desc' },
      take: limit + 1,
    })
    const page = pageOf(rows, limit, (row) => [String(row.id)])
    return { ...page, items: page.items.map(shown) }
  },
})

function before(cursor: string | undefined) {
  const [last] = positionOf(cursor, 1) ?? []
  if (last === undefined) return {}
  if (!/^[0-9]{1,18}$/.test(last)) throw notACursor()
  return { id: { lt: BigInt(last) } }
}

export const changes: Surfaces = [
  json(listChanges, {
    get: '/v1/changes',
    tag: 'changes',
    answers: { 200: { description: 'A page', schema: pageSchema(changed) } },
  }),
]
