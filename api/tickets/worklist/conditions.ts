import { Prisma } from '../../../prisma/client/client.ts'

/** None given: everything meets it. */
export const all = (conditions: readonly Prisma.Sql[]) => Prisma.join([Prisma.sql`TRUE`, ...conditions], ' AND ')

export const either = (conditions: readonly Prisma.Sql[]) => Prisma.sql`(${Prisma.join([...conditions], ' OR ')})`
