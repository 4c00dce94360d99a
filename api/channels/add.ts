import { randomBytes } from 'node:crypto'
import { Fault } from '../../http/faults.ts'
import { jsonOrNull } from '../../store/rows.ts'
import { isOf, noteOf } from '../shared/changes.ts'
import { idFrom } from '../shared/idempotency.ts'
import { operation } from '../shared/services.ts'
import { staff } from '../shared/who.ts'
import { channelIn, correctedChannel, findChannel, targetOf } from './channel-row.ts'
import { newChannel } from './channel-schema.ts'
import { ownerOf, refuse } from './owner.ts'

/** Enough for every way to reach one person. */
export const mostChannels = 10

export const add = operation({
  summary: 'Add a channel by which you are paged beside the mail; managers, for others',
  who: staff,
  body: newChannel,
  async run(call, services) {
    const { user, body, idempotencyKey } = call
    const { database, now, insidePages } = services
    const { kind, name, url, hours, shared, enabled } = body
    const owner = await ownerOf(database, user, body.userId ?? user.id, 'userId')
    const made = kind === 'webhook' && body.secret === undefined ? newWebhookSecret() : null
    const secret = made ?? body.secret ?? null
    refuse({ kind, url, secret, hours }, owner.timeZone, insidePages)
    const id = idFrom('chn', user.id, idempotencyKey)
    const before = await findChannel(database, id)
    if (before) return { row: before, secret: null }
    if ((await database.notificationChannel.count({ where: { userId: owner.id } })) >= mostChannels) {
      throw new Fault('notNow', `There are ${mostChannels} channels. Remove one that is not used`)
    }
    const at = now()
    const secretSetAt = secret === null ? null : at
    const row = { id, userId: owner.id, kind, name, url, target: targetOf(url), secret, secretSetAt, shared, enabled }
    const data = { ...row, hours: jsonOrNull(hours), createdAt: at }
    const after = correctedChannel.shown({ ...row, hours, createdAt: at, revision: 1 })
    const note = noteOf(call, at, { thing: 'notificationChannel', thingId: id, before: {}, after })
    try {
      const [stored] = await database.$transaction([
        database.notificationChannel.create({ data }),
        database.change.createMany({ data: note, skipDuplicates: true }),
      ])
      return { row: channelIn(stored), secret: made }
    } catch (error) {
      // The same request at the same time.
      const row = isOf(error, 'P2002') ? await findChannel(database, id) : null
      if (row === null) throw error
      return { row, secret: null }
    }
  },
})

/** As Standard Webhooks writes them. */
function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
