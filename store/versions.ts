import type { Calendar, Prisma } from '../prisma/client/client.ts'

/** Calendars and policies are kept alike: versions that never change, each found again by what asked for it. */
export type Version = Calendar

/** What of a version's row can be asked for. */
export interface VersionWhere {
  AND?: VersionWhere[]
  OR?: VersionWhere[]
  id?: string | { gt?: string; in?: string[] } | undefined
  version?: number | { lte: number } | undefined
  requestKey?: string
  retiredAt?: null | { not: null }
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
  create(args: { data: NewVersion }): Prisma.PrismaPromise<unknown>
  update(args: {
    where: { id_version: Pick<Version, 'id' | 'version'>; revision: number }
    data: Pick<Version, 'name' | 'revision'>
  }): Prisma.PrismaPromise<unknown>
  updateMany(args: { where: { id: string }; data: Pick<Version, 'retiredAt'> }): Prisma.PrismaPromise<unknown>
}

export type NewVersion = Pick<Version, 'id' | 'version' | 'name' | 'requestKey' | 'revision'> & {
  definition: Prisma.InputJsonObject
}

/** The newest version; null when there is no such thing. */
export function findVersion(table: VersionTable, id: string): Promise<Version | null> {
  return table.findFirst({ where: { id }, orderBy: { version: 'desc' } })
}

/** The newest version of each, in the order of their ids. */
export function newestOfEach(table: VersionTable, where: VersionWhere, take: number): Promise<Version[]> {
  return table.findMany({ where, orderBy: [{ id: 'asc' }, { version: 'desc' }], distinct: ['id'], take })
}
