import { randomUUID } from 'node:crypto'
import type { PolicyRow } from '../../../domain/promises/policy.ts'
import type { Prisma, PrismaClient } from '../../../prisma/client/client.ts'
import { policyOf } from './customers.ts'

/** A policy of those rows; answers its id. */
export async function policyWith(
  database: PrismaClient,
  rows: PolicyRow[],
  { id = randomUUID(), version = 1 }: { id?: string; version?: number } = {},
): Promise<string> {
  const definition = JSON.parse(JSON.stringify(policyOf(rows))) as Prisma.InputJsonObject
  await database.policy.create({ data: { id, version, name: id, definition, requestKey: randomUUID() } })
  return id
}

/** A contract like Jiangzhou's, save for what is given; answers its id. */
export async function contractLike(
  database: PrismaClient,
  more: Partial<Prisma.ContractUncheckedCreateInput>,
): Promise<string> {
  const where = { id: 'ctr_jiangzhou' }
  const found = await database.contract.findUniqueOrThrow({ where })
  const { createdAt: _now, deemedAcceptance: _none, followUp: _usual, ...like } = found
  const { pauseRules, phases, importantPeriods, ...columns } = like
  const lists = { pauseRules, phases, importantPeriods } as Record<string, Prisma.InputJsonArray>
  const data = { ...columns, ...lists, id: randomUUID(), ...more } as Prisma.ContractUncheckedCreateInput
  return (await database.contract.create({ data })).id
}
