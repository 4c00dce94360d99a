import type { Services } from '../shared/services.ts'
import { type Asked, isOf, noteOf } from '../shared/changes.ts'
import { requestKeyOf } from '../shared/idempotency.ts'
import { Fault } from '../../http/faults.ts'
import { findVersion, type NewVersion, type Version, type VersionTable } from '../../store/versions.ts'

/**
 * Adds a version after the newest one, and writes down who did; when that number or revision has just been taken by
 * another request, the one after that. The same request finds the version that it made.
 */
export async function addVersion(
  thing: 'calendar' | 'policy',
  table: VersionTable,
  made: Pick<NewVersion, 'id' | 'name' | 'definition'>,
  asked: Asked,
  { database, now }: Services,
): Promise<Version> {
  const requestKey = requestKeyOf(asked.user.id, asked.idempotencyKey)
  for (;;) {
    const row = await table.findFirst({ where: { requestKey } })
    if (row !== null) return row
    const newest = await findVersion(table, made.id)
    if (newest?.retiredAt) throw new Fault('notNow', 'It is retired: take that back first')
    const [version, revision] = newest ? [newest.version + 1, newest.revision + 1] : [1, 1]
    const before = newest ? { version: newest.version, name: newest.name } : {}
    const after = { version, name: made.name }
    const note = noteOf(asked, now(), { thing, thingId: made.id, revision, before, after })
    const adding = [
      table.create({ data: { ...made, version, revision, requestKey } }),
      database.change.create({ data: note }),
    ]
    await database.$transaction(adding).catch((error: unknown) => {
      if (!isOf(error, 'P2002')) throw error
    })
  }
}
