import { isLow } from '../../domain/ticket/acceptance.ts'
import type { Bodies } from '../../domain/ticket/verbs/rules.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { staffMemberIn } from './lookups.ts'

/**
 * SLA 14, R1.9: who follows up a low rating: a manager, since whoever was rated is not the one to ask why; the one who is
 * bound to that customer, if there is one. Nothing for a rating that asks for none.
 */
export async function followUpOf(
  database: PrismaClient,
  { customerId }: { customerId: string | null },
  score: number | '' | undefined,
): Promise<Pick<Bodies['rate'], 'followUp'>> {
  if (!score || !isLow({ score })) return {}
  const managers = await database.user.findMany({
    where: { role: 'manager', disabledAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, role: true, tier: true, bindings: { where: { customerId: customerId ?? '' } } },
  })
  const owner = managers.find(({ bindings }) => bindings.length > 0) ?? managers[0]
  return { followUp: owner ? { owner: staffMemberIn(owner) } : {} }
}
