import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { laneOf, ringPostOffices } from '../../store/outbox.ts'
import { change, noteOf } from '../shared/changes.ts'
import { idFrom } from '../shared/idempotency.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { staff } from '../shared/who.ts'
import { add, mostChannels } from './add.ts'
import { addressShown, type ChannelRow, channelIn, correctedChannel, targetOf } from './channel-row.ts'
import { channel, channelChanges, madeChannel, trial } from './channel-schema.ts'
import { channelOf, ownerOf, refuse } from './owner.ts'

const ofChannel = z.strictObject({ id })

const list = operation({
  summary: 'Your channels; for managers, those of somebody else',
  who: staff,
  query: z.strictObject({ userId: id.optional() }),
  async run({ query, user }, { database }) {
    const owner = await ownerOf(database, user, query.userId ?? user.id)
    const rows = await database.notificationChannel.findMany({ where: { userId: owner.id }, orderBy: { id: 'asc' } })
    return { items: await Promise.all(rows.map(async (row) => shownWithLast(database, channelIn(row)))) }
  },
})

const correct = operation({
  summary: 'Change a channel; what waits goes by it as it then is',
  who: staff,
  params: ofChannel,
  ifMatch: 'required',
  body: channelChanges,
  async run(call, services) {
    const { database, now, insidePages } = services
    const { row, timeZone } = await channelOf(database, call.user, call.params.id)
    const changed = await change(services, call, correctedChannel, row, () => {
      const { url = row.url, secret = row.secret, ...use } = call.body
      refuse(
        { kind: row.kind, url, secret, hours: use.hours === undefined ? row.hours : use.hours },
        timeZone,
        insidePages,
      )
      const secretSetAt = secret === row.secret ? row.secretSetAt : secret === null ? null : now()
      return { ...row, ...use, url, target: targetOf(url), secret, secretSetAt }
    })
    return shownWithLast(database, changed)
  },
})

const remove = operation({
  summary: 'Remove a channel: what waits for it is not sent',
  who: staff,
  params: ofChannel,
  async run(call, { database, now }) {
    const { row } = await channelOf(database, call.user, call.params.id)
    const what = {
      thing: 'notificationChannel',
      thingId: row.id,
      before: correctedChannel.shown(row),
      after: {},
    } as const
    await database.$transaction([
      database.notificationChannel.deleteMany({ where: { id: row.id } }),
      database.change.createMany({ data: noteOf(call, now(), what), skipDuplicates: true }),
    ])
  },
})

/** Through the same queue as every page, so that it proves the whole way; at the pace of its address as well. */
const tryIt = operation({
  summary: 'Try a channel now: a message that asks for nothing',
  who: staff,
  params: ofChannel,
  async run({ params, user, idempotencyKey }, { database, now }) {
    const { row } = await channelOf(database, user, params.id)
    if (!row.enabled) throw new Fault('notNow', 'It is disabled: enable it first')
    const { id: channelId, userId: recipientId, kind, target } = row
    const key = `trial:${idFrom('try', user.id, idempotencyKey)}:${channelId}`
    const data = { key, version: 0, message: 'trial', recipientId, channelId, kind, target }
    await database.page.createMany({
      data: { ...data, lane: laneOf(target), dueAt: now() },
      skipDuplicates: true,
    })
    await ringPostOffices(database)
    return database.page.findUniqueOrThrow({ where: { key }, select: { status: true } })
  },
})

async function shownWithLast(database: PrismaClient, row: ChannelRow) {
  const last = await database.page.findFirst({
    where: { channelId: row.id },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true, status: true, fault: true },
  })
  return { ...shown(row), last: last && { at: last.createdAt.toISOString(), status: last.status, fault: last.fault } }
}

function shown({
  id,
  userId,
  kind,
  name,
  hours,
  shared,
  enabled,
  revision,
  secret,
  secretSetAt,
  createdAt,
  ...row
}: ChannelRow) {
  return {
    ...{ id, userId, kind, name, hours, shared, enabled, address: addressShown(row), signed: secret !== null },
    ...{ secretSetAt: secretSetAt?.toISOString() ?? null, revision, createdAt: createdAt.toISOString() },
  }
}

const tag = 'notification channels'
const path = '/v1/notification-channels'

export const channels: Surfaces = [
  json(add, {
    post: path,
    tag,
    answers: {
      201: { description: 'Added, or found again', schema: madeChannel, headers: ['ETag'] },
      409: { description: `There are ${mostChannels} channels already` },
    },
    shown: ({ row, secret }) => ({ ...shown(row), last: null, secret }),
    version: ({ row }) => row.revision,
  }),
  json(list, {
    get: path,
    tag,
    answers: {
      200: { description: 'All of them', schema: z.strictObject({ items: z.array(channel) }) },
      404: { description: 'Nobody whose channels are yours to keep' },
    },
  }),
  json(correct, {
    patch: `${path}/{id}`,
    tag,
    answers: { 200: { description: 'The channel as it now stands', schema: channel, headers: ['ETag'] } },
    version: ({ revision }) => revision,
  }),
  json(remove, { delete: `${path}/{id}`, tag, answers: { 204: { description: 'Removed' } } }),
  json(tryIt, {
    post: `${path}/{id}/trial`,
    tag,
    answers: { 201: { description: 'It is on its way', schema: trial }, 409: { description: 'It is disabled' } },
  }),
]
