import type { TicketRecord } from '../../domain/ticket/record.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { policyOf } from '../../store/policies.ts'
import type { Letter } from './letter.ts'

/** Of these tickets, how long the next person waits for the one before, in milliseconds, as their plans say. */
export async function waitsOf(
  database: PrismaClient,
  letters: readonly Letter[],
  recordOf: (ticketId: string) => TicketRecord | undefined,
): Promise<Map<string, number>> {
  const waits = new Map<string, number>()
  for (const { reader, delivery } of letters) {
    const { ticketId } = delivery
    if (reader.turn === 0 || waits.has(ticketId)) continue
    const plan = recordOf(ticketId)?.policy
    const { nextPersonSeconds = usualWait } = plan ? await policyOf(database, plan.id, plan.version) : {}
    waits.set(ticketId, nextPersonSeconds * 1000)
  }
  return waits
}

/** In seconds: of a promise of ten minutes half is left. */
const usualWait = 300

/**
 * Whose turn each is among those who can be paged of the same: who is on duty and has no channel at this hour is not waited
 * for.
 */
export function turnsAmong(reachable: readonly Letter[]): (letter: Letter) => number {
  const about = ({ delivery: { ticketId, version, message } }: Letter) => `${ticketId}:${version}:${message}`
  const turns = new Map<string, number[]>()
  for (const letter of reachable) {
    const before = turns.get(about(letter)) ?? []
    turns.set(
      about(letter),
      [...new Set([...before, letter.reader.turn])].sort((a, b) => a - b),
    )
  }
  return (letter) => Math.max(0, turns.get(about(letter))?.indexOf(letter.reader.turn) ?? 0)
}
