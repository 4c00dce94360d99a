import { createHash } from 'node:crypto'
import type { ChannelKind, Hours } from '../../domain/people/channels.ts'
import type { NotificationChannel, PrismaClient } from '../../prisma/client/client.ts'
import { laneOf } from '../../store/outbox.ts'
import { hoursIn, jsonOrNull } from '../../store/rows.ts'
import type { Corrected } from '../shared/changes.ts'

/** A channel with what was last paged by it; its words are those that were checked when they were stored. */
export type ChannelRow = Omit<NotificationChannel, 'kind' | 'hours'> & { kind: ChannelKind; hours: Hours }

export function channelIn({ kind, hours, ...row }: NotificationChannel): ChannelRow {
  return { ...row, kind: kind as ChannelKind, hours: hoursIn({ hours }) }
}

/** Of an address. */
export function targetOf(url: string): string {
  return createHash('sha256').update(url).digest('hex')
}

/** Enough to tell two apart, and nothing that can be written to. */
export function addressShown({ url, target }: Pick<ChannelRow, 'url' | 'target'>): string {
  return `${new URL(url).host} #${target.slice(0, 8)}`
}

export async function findChannel(database: PrismaClient, id: string): Promise<ChannelRow | null> {
  const row = await database.notificationChannel.findUnique({ where: { id } })
  return row && channelIn(row)
}

/** For the table of changes, which many read: never the address, never the secret. */
function noted({ kind, name, hours, shared, enabled, secretSetAt, ...row }: ChannelRow) {
  const set = secretSetAt?.toISOString() ?? null
  return { kind, name, address: addressShown(row), secretSetAt: set, hours, shared, enabled }
}

export const correctedChannel: Corrected<ChannelRow> = {
  thing: 'notificationChannel',
  shown: noted,
  find: findChannel,
  write(database, { id, revision }, after) {
    const { name, url, target, secret, secretSetAt, hours, shared, enabled } = after
    const data = { name, url, target, secret, secretSetAt, hours: jsonOrNull(hours), shared, enabled }
    return [
      database.notificationChannel.update({ where: { id, revision }, data: { ...data, revision: after.revision } }),
      // What waits goes to the new address, and at its pace.
      database.page.updateMany({
        where: { channelId: id, status: 'pending', target: { not: target } },
        data: { target, lane: laneOf(target) },
      }),
    ]
  },
}
