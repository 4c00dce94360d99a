import { z } from 'zod'
import { unavailable } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'

const alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' })

export const healthRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/healthz',
    summary: 'The process lives',
    tag: 'health',
    who: 'anyone',
    answers: { 200: { description: 'It does', schema: alive } },
    handle: async () => ({ status: 200, body: { status: 'ok' } }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    summary: 'The database and the engine answer',
    tag: 'health',
    who: 'anyone',
    answers: { 200: { description: 'Both do', schema: alive } },
    async handle(_call, { database, desk }) {
      await within(2000, database.$queryRaw`SELECT 1`, 'database')
      await within(2000, desk.ping(), 'engine')
      return { status: 200, body: { status: 'ok' } }
    },
  }),
]

/** Whatever is wrong with a part, it is not ready. */
async function within(milliseconds: number, answer: Promise<unknown>, part: 'database' | 'engine'): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Too late')), milliseconds)
  })
  try {
    await Promise.race([answer, late])
  } catch {
    throw unavailable(part)
  } finally {
    clearTimeout(timer)
  }
}
