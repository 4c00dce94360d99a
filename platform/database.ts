import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../prisma/client/client.ts'
import { nameOf } from '../store/prepared.ts'

/** `pool`: how many connections at most; whoever finds none free waits five seconds and is then refused. */
export function connectDatabase(url: string, pool: number): PrismaClient {
  const connection = {
    connectionString: url,
    max: pool,
    connectionTimeoutMillis: 5000,
    // A server that hangs must not hold a request for ever.
    query_timeout: 15_000,
    keepAlive: true,
    // The adapter writes and reads instants without their zone, which is that of the session.
    options: '-c TimeZone=UTC',
  }
  const adapter = new PrismaPg(connection, { statementNameGenerator: ({ sql }) => nameOf(sql) })
  return new PrismaClient({ adapter, errorFormat: 'minimal' })
}
