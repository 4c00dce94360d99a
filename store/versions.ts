import type { Calendar, Prisma } from '../prisma/client/client.ts'

/** Calendars and policies are kept alike: versions that never change, each found again by what asked for it. */
export type Version = Calendar

/** What of a version's row can be asked for. */
export interface VersionWhere {
  AND?: VersionWhere[]
  id?: string | { gt?: string; in?: string[] } | undefined
  version?: number | undefined
  requestKey?: string
}

/** Either table, as far as it is used. */
export interface VersionTable {
  findFirst(args: { where: VersionWhere; orderBy?: { version: 'desc' } }): Promise<Version | null>
  findMany(args: {
    where: VersionWhere
    orderBy: ({ id: 'asc' } | { version: 'desc' })[]
    distinct: 'id'[]
    take: number
  }): Promise<Version[]>
  createMany(args: {
    data: Omit<Version, 'definition' | 'createdAt'> & Definition
    skipDuplicates: true
  }): Promise<unknown>
}

interface Definition {
  definition: Prisma.InputJsonObject
}

/** The newest version when none is named; null when there is no such thing. */
export function findVersion(table: VersionTable, id: string, version?: number): Promise<Version | null> {
  return table.findFirst({ where: { id, version }, orderBy: { version: 'desc' } })
}

/** The newest version of each, in the order of their ids. */
export function newestOfEach(table: VersionTable, where: VersionWhere, take: number): Promise<Version[]> {
  return table.findMany({ where, orderBy: [{ id: 'asc' }, { version: 'desc' }], distinct: ['id'], take })
}

interface NewVersion extends Definition {
  id: string
  name: string
  /** Of what asks for it: the same again is the same version. */
  requestKey: string
}

/** Adds a version after the newest one; when that number has just been taken by another request, the one after that. */
export async function appendVersion(table: VersionTable, { requestKey, ...made }: NewVersion): Promise<Version> {
  for (;;) {
    const row = await table.findFirst({ where: { requestKey } })
    if (row !== null) return row
    const version = ((await findVersion(table, made.id))?.version ?? 0) + 1
    await table.createMany({ data: { ...made, requestKey, version }, skipDuplicates: true })
  }
}
