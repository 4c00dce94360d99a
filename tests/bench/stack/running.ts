import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { Shutdown } from '../../../bin/dev/shutdown.ts'
import { connectDatabase } from '../../../platform/database.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { type Caught, PostBox } from '../measures/post-box.ts'
import type { Ground } from './ground.ts'
import { startHelper } from './helper.ts'
import { type Product, type Program, startProduct, startProgram } from './product.ts'

/** Who acts, by their tokens; a customer signs with a token of its own. */
export interface Staff {
  agent: string
  engineer: string
}

/** The product on its ground, with a mail server, and the bench's own ways to see what comes of it. */
export interface Running {
  product: Product
  /**
   * Stops what `npm start` runs, and starts it again: with other addresses and tokens. `isDown` is
   * called in between. Resolves when it is ready.
   */
  restart(isDown: () => void): Promise<void>
  apis: string[]
  staff: Staff
  box: PostBox
  database: PrismaClient
  client: Client
  parts: { 'API and worker': number[]; 'mail catcher': number[]; temporal: number[]; postgres: number[] }
}

/** So many API processes and workers of their own beside what `npm start` runs. */
interface Beside {
  apis: number
  workers: number
}

export async function startRunning(
  ground: Ground,
  shutdown: Shutdown,
  more: Record<string, string> = {},
  beside: Beside = { apis: 0, workers: 0 },
): Promise<Running> {
  const { folder, parts, databaseUrl, databaseOwnerUrl, temporalAddress, namespace } = ground
  const catcher = await startHelper(fileURLToPath(new URL('catcher.ts', import.meta.url)))
  shutdown.before(catcher.stop)
  const box = new PostBox()
  catcher.onMessage((mail) => box.take(mail as Caught))
  const settings = {
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: databaseOwnerUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    SMTP_URL: `smtp://127.0.0.1:${(catcher.ready as { port: number }).port}`,
    SANDBOX_CLOCK: 'false',
    RATE_LIMIT_PER_SECOND: '100000',
    ...more,
  }
  const start = () => {
    const starting = startProduct(folder, settings)
    shutdown.before(() => ended(starting))
    return starting
  }
  const product = await start()
  const programs: Program[] = []
  for (let i = 0; i < beside.apis + beside.workers; i++) {
    const starting = startProgram(folder, i < beside.apis ? 'api' : 'worker', settings)
    shutdown.before(() => ended(starting))
    programs.push(await starting)
  }
  const database = connectDatabase(databaseUrl, 5)
  shutdown.before(() => database.$disconnect())
  const connection = await Connection.connect({ address: temporalAddress })
  shutdown.before(() => connection.close())
  const seen = (one: Product) => ({
    product: one,
    apis: [one.ready.api, ...programs.flatMap(({ api }) => api ?? [])],
    staff: staffOf(one),
    parts: { 'API and worker': [one, ...programs].map(({ pid }) => pid), 'mail catcher': [catcher.pid], ...parts },
  })
  const running: Running = {
    ...seen(product),
    async restart(isDown) {
      await running.product.stop()
      isDown()
      Object.assign(running, seen(await start()))
    },
    box,
    database,
    client: new Client({ connection, namespace }),
  }
  return running
}

function staffOf({ ready: { users } }: Product): Staff {
  const tokenOf = (role: string) => {
    const user = users.find((one) => one.role === role)
    if (user === undefined) throw new Error(`No demo user is ${role}`)
    return user.token
  }
  return { agent: tokenOf('agent'), engineer: tokenOf('engineer') }
}

/** What did not start needs no end, and its fault is told to whoever started it. */
function ended(starting: Promise<{ stop(): Promise<void> }>): Promise<void> {
  return starting.then(
    (started) => started.stop(),
    () => undefined,
  )
}
