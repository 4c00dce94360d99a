import { servesCustomer, tierOf } from '../../domain/people/actors.ts'
import { isHigherTier, type Tier } from '../../domain/people/tiers.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import type { Duty, PrismaClient } from '../../prisma/client/client.ts'
import { actorIn } from '../../store/rows.ts'

interface Named {
  field: string
  userId: string
}

/** R3.1, R3.5: each is one of us who serves on the duty's tier or above it, and whom it is for. Throws a Fault that names who is not. */
export async function requireOnTier(
  database: PrismaClient,
  duty: Pick<Duty, 'tier' | 'customerId'>,
  named: readonly Named[],
): Promise<void> {
  const users = await database.user.findMany({
    where: { id: { in: [...new Set(named.map(({ userId }) => userId))] }, role: { not: 'customer' }, disabledAt: null },
    include: { bindings: { select: { customerId: true } } },
  })
  const byId = new Map(users.map((user) => [user.id, user]))
  const absent = named.find(({ userId }) => !byId.has(userId))
  if (absent) throw Fault.absent(absent.field)
  const faults = named.flatMap(({ field, userId }): FieldFault[] => {
    const user = byId.get(userId)
    if (user === undefined) return []
    if (isHigherTier(duty.tier as Tier, tierOf(actorIn(user)))) {
      return [{ field, message: `${user.name} serves below the ${duty.tier} tier, whose duty it is` }]
    }
    const bound = user.bindings.map(({ customerId }) => customerId)
    if (servesCustomer({ role: user.role, bound }, duty.customerId)) return []
    return [{ field, message: `${user.name} does not serve the customer whose duty it is` }]
  })
  if (faults.length > 0) throw Fault.invalid(...faults)
}
