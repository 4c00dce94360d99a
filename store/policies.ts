import type { Policy } from '../domain/promises/policy.ts'
import type { PrismaClient } from '../prisma/client/client.ts'
import { keptFor } from './kept.ts'
import { policyIn } from './rows.ts'

/** A version of a policy never changes (SLA 18); of its row, which does, no more is kept. */
const policiesKnownTo = keptFor<Policy>(100)

/** What that version promises. */
export async function policyOf(database: PrismaClient, id: string, version: number): Promise<Policy> {
  const known = policiesKnownTo(database)
  const key = `${id}@${version}`
  const kept = known.get(key)
  if (kept) return kept
  const where = { id_version: { id, version } }
  const policy = policyIn(await database.policy.findUniqueOrThrow({ where }))
  known.keep(key, policy)
  return policy
}
