import { z } from 'zod'
import { unfinishedStatuses } from '../../domain/ticket/state.ts'
import { instant } from '../../http/fields.ts'
import { Fault } from '../../http/faults.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'

/** What is retired is named by nothing new and stays readable: what names it already keeps it. */

/** Shown with whatever can be corrected. */
export const keptFields = {
  revision: z.int().meta({ description: 'Of corrections: what ETag and If-Match are about' }),
  retiredAt: instant.nullable(),
}

export function keptOf({ revision, retiredAt }: { revision: number; retiredAt: Date | null }) {
  return { revision, retiredAt: retiredAt?.toISOString() ?? null }
}

/** Of lists: what is retired is left out, or asked for by itself. */
export const retiredQuery = {
  retired: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false)
    .meta({ description: 'true: those that are retired; else those that are not' }),
}

export function whereRetired({ retired }: { retired: boolean }) {
  return { retiredAt: retired ? { not: null } : null }
}

/** For what somebody names anew. */
export function refuseRetired(row: { retiredAt: Date | null }, field: string): void {
  if (row.retiredAt) throw Fault.invalid({ field, message: 'It is retired: name another, or take it back first' })
}

/** What has to be done before something can be retired; nothing when the list is empty. */
export type ToDoFirst = string[]

export async function endTickets(database: PrismaClient, where: Prisma.TicketWhereInput): Promise<ToDoFirst> {
  const open = await openTickets(database, where)
  return open.length === 0 ? [] : [`Close or cancel ${listed(open)}`]
}

/** The numbers of those that are neither closed nor cancelled; a few of them are enough to say so. */
export async function openTickets(database: PrismaClient, where: Prisma.TicketWhereInput): Promise<string[]> {
  const rows = await database.ticket.findMany({
    where: { AND: [where, { status: { in: unfinishedStatuses } }] },
    orderBy: { number: 'asc' },
    take: mostNamed + 1,
    select: { number: true },
  })
  return rows.map(({ number }) => number)
}

/** The names of the contracts that neither ended nor are retired. */
export async function liveContracts(
  database: PrismaClient,
  now: Date,
  where: Prisma.ContractWhereInput,
): Promise<string[]> {
  const rows = await database.contract.findMany({
    where: { AND: [where, { retiredAt: null, endsOn: { gte: new Date(now.toISOString().slice(0, 10)) } }] },
    orderBy: { id: 'asc' },
    take: mostNamed + 1,
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

export const mostNamed = 5

export function listed(names: string[]): string {
  return names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and others` : names.join(', ')
}
