import type { KeptDuty } from '../../engine/rotas.ts'
import type { Services } from './services.ts'

/**
 * Lets whoever looks after the duty look at its rota now. What is written stands, whatever becomes of this: with the engine away
 * the watch makes up for it within minutes.
 */
export async function rotaHasChanged({ engine }: Pick<Services, 'engine'>, duty: KeptDuty): Promise<void> {
  await engine.wakeRota(duty).catch(() => undefined)
}

/** The same of each duty on which that person is still to stand: whose account is disabled stands on none. */
export async function rotasOfHaveChanged(services: Services, userId: string): Promise<void> {
  const { database, now } = services
  const duties = await database.$queryRaw<KeptDuty[]>`
    UPDATE "Duty" AS duty SET "changes" = duty."changes" + 1
    WHERE duty."retiredAt" IS NULL AND EXISTS (SELECT FROM "Shift" AS shift
      WHERE shift."dutyId" = duty."id" AND shift."retiredAt" IS NULL AND shift."until" > ${now()}
        AND (shift."userId" = ${userId}
          OR shift."substitutions" @> jsonb_build_array(jsonb_build_object('userId', ${userId}::text))))
    RETURNING duty."id", duty."name"`
  for (const duty of duties) await rotaHasChanged(services, duty)
}
