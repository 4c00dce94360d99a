import pino from 'pino'
import { startApi } from '../../../bin/api.ts'
import { loadConfig } from '../../../platform/config.ts'
import { freePorts } from '../../../platform/embedded/ports.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { newToken } from '../../../store/secrets.ts'
import { type Case, readers } from './cases.ts'
import { type Measured, spreadOf } from './measure.ts'

const queries = {
  'the newest': 'tickets?limit=50',
  'the queue': 'tickets?sort=nextDueAt&status=open&status=in_progress',
  'the highest priority': 'tickets?sort=priority',
  'a common word': `tickets?text=${encodeURIComponent('导出')}`,
  'a number': 'tickets?text=987654',
  counts: 'tickets/counts',
}

/** Some of them as a program asks for them: signing in, checks and JSON are in it. */
export async function measureServed(database: PrismaClient, app: string, rounds: number): Promise<Measured[]> {
  const [port = 0] = await freePorts(1)
  const config = loadConfig({
    DATABASE_URL: app,
    // A read asks no engine.
    TEMPORAL_ADDRESS: '127.0.0.1:9',
    API_PORT: String(port),
    RATE_LIMIT_PER_SECOND: '100000',
  })
  const api = await startApi(config, pino({ level: 'silent' }))
  try {
    const measured: Measured[] = []
    for (const [as, reader] of Object.entries(readers)) {
      const headers = { authorization: `Bearer ${await accountOf(database, reader)}` }
      for (const [what, query] of Object.entries(queries)) {
        const ask = async () => {
          const answer = await fetch(`${api.url}/v1/${query}`, { headers })
          if (answer.status !== 200) throw new Error(`${as} ${query}: ${answer.status} ${await answer.text()}`)
          return answer.json()
        }
        measured.push({ kind: 'HTTP', as, what, first: await spreadOf(rounds, ask) })
      }
    }
    return measured
  } finally {
    await api.close()
  }
}

/** Answers a token of it. */
async function accountOf(database: PrismaClient, { id, name, role, customerIds }: Case['reader']): Promise<string> {
  const contactId = role === 'customer' ? 'con_3' : null
  await database.user.create({ data: { id, email: `${id}@example.cn`, name, role, language: 'zh-CN', contactId } })
  const served = customerIds === 'all' || role === 'customer' ? [] : customerIds
  await database.staffBinding.createMany({ data: served.map((customerId) => ({ userId: id, customerId })) })
  const { token, hash } = newToken()
  await database.accessToken.create({ data: { id: `tok_${id}`, userId: id, hash, kind: 'session' } })
  return token
}
