import { fileURLToPath } from 'node:url'
import { query } from '../../../platform/embedded/postgres.ts'
import { startHelper } from '../stack/helper.ts'
import { bareTable } from './activities.ts'
import type { BareLap, BareLapDone, BarePlace } from './messages.ts'

export interface Bare {
  pid: number
  run(lap: BareLap): Promise<BareLapDone>
  stop(): Promise<void>
}

const database = 'bench_bare'

/** The bare workflows' program, on a database of its own on that PostgreSQL; `postgresUrl` is of who may make one. */
export async function startBare({ postgresUrl, ...place }: BarePlace): Promise<Bare> {
  await query(postgresUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  await query(postgresUrl, `CREATE DATABASE ${database}`)
  const own = new URL(postgresUrl)
  own.pathname = `/${database}`
  await query(own.href, bareTable)
  const program = fileURLToPath(new URL('program.ts', import.meta.url))
  const helper = await startHelper(program, [JSON.stringify({ ...place, postgresUrl: own.href })])
  return {
    pid: helper.pid,
    run: (lap) => helper.ask<BareLapDone>(lap),
    async stop() {
      await helper.stop()
      await query(postgresUrl, `DROP DATABASE ${database} WITH (FORCE)`)
    },
  }
}
