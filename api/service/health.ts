import { z } from 'zod'
import { Fault, type Part } from '../../http/faults.ts'
import { json } from '../../http/json.ts'
import { operation, type Surfaces } from '../shared/services.ts'

const alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' })

const live = operation({
  summary: 'The process lives',
  who: 'anyone',
  run: async () => ({ status: 'ok' }),
})

const ready = operation({
  summary: 'The database and the engine answer',
  who: 'anyone',
  async run(_call, { database, engine }) {
    await within(2000, database.$queryRaw`SELECT 1`, 'database')
    await within(2000, engine.ping(), 'engine')
    return { status: 'ok' }
  },
})

export const health: Surfaces = [
  json(live, { get: '/healthz', tag: 'health', answers: { 200: { description: 'It does', schema: alive } } }),
  json(ready, { get: '/readyz', tag: 'health', answers: { 200: { description: 'Both do', schema: alive } } }),
]

/** Whatever is wrong with a part, it is not ready. */
async function within(milliseconds: number, answer: Promise<unknown>, part: Part): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Too late')), milliseconds)
  })
  try {
    await Promise.race([answer, late])
  } catch {
    throw Fault.down(part)
  } finally {
    clearTimeout(timer)
  }
}
