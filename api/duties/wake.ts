import type { KeptDuty } from '../../engine/rotas.ts'
import type { Services } from '../shared/services.ts'

/**
 * Lets whoever looks after the duty look at its rota now. What is written stands, whatever becomes of this: with the engine away
 * the watch makes up for it within minutes.
 */
export async function rotaHasChanged({ engine }: Services, duty: KeptDuty): Promise<void> {
  await engine.wakeRota(duty).catch(() => undefined)
}
