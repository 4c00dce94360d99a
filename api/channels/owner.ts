import { mayKeepAccounts } from '../../domain/people/accounts.ts'
import { channelFaults } from '../../domain/people/channels.ts'
import type { Role } from '../../domain/people/roles.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { fieldFaults } from '../../http/schema-faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { findChannel } from './channel-row.ts'

export function refuse(given: Parameters<typeof channelFaults>[0], timeZone: string, inside: boolean): void {
  const faults = channelFaults(given, timeZone, inside)
  if (faults.length > 0) throw Fault.invalid(...fieldFaults(faults))
}

/** Oneself, or one of ours whose account this person keeps; anybody else is absent. */
export async function ownerOf(database: PrismaClient, user: SignedIn, userId: string, field?: string) {
  const owner = await database.user.findUnique({
    where: { id: userId },
    select: { id: true, role: true, timeZone: true },
  })
  const role = owner?.role as Role | undefined
  const may = owner?.id === user.id || (role !== undefined && role !== 'customer' && mayKeepAccounts(user.role, role))
  if (owner === null || !may) throw Fault.absent(field)
  return owner
}

export async function channelOf(database: PrismaClient, user: SignedIn, channelId: string) {
  const row = await findChannel(database, channelId)
  if (row === null) throw Fault.absent()
  const { timeZone } = await ownerOf(database, user, row.userId)
  return { row, timeZone }
}
