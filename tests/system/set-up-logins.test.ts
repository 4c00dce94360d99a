import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { query } from '../../platform/embedded/postgres.ts'
import { emptyDatabase } from '../support/stack/database.ts'
import { testStack } from '../support/stack/stack.ts'

const { postgresUrl, temporalUrl, temporalAddress } = testStack()
const as = (login: string, database: string) => {
  const url = new URL(postgresUrl)
  url.username = login
  url.password = encodeURIComponent('p/a:s%s')
  url.pathname = `/${database}`
  return url.href
}

let name: string
let drop: () => Promise<void>
let logins: Record<string, string>

beforeAll(async () => {
  ;({ name, drop } = await emptyDatabase())
  logins = {
    DATABASE_ADMIN_URL: postgresUrl,
    DATABASE_OWNER_URL: as(`${name}_owner`, name),
    DATABASE_URL: as(`${name}_app`, name),
    // The engine of this run goes on with it.
    TEMPORAL_DATABASE_PASSWORD: temporalUrl && decodeURIComponent(new URL(temporalUrl).password),
  }
})
afterAll(async () => {
  await drop()
  for (const login of ['owner', 'app']) await query(postgresUrl, `DROP ROLE IF EXISTS ${name}_${login}`)
})

const run = (program: string, env: Record<string, string>) =>
  promisify(execFile)(process.execPath, ['tools/run.mjs', `bin/${program}.ts`], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...env },
  })

describe('M8: a PostgreSQL of one’s own', () => {
  test('is set up by the command, twice, and migrated by its owner; the service then reads and cannot alter', async () => {
    for (const _time of [1, 2]) {
      const { stderr } = await run('set-up-logins', logins)
      expect(stderr).toContain('The database has its owner and its login for the service')
    }
    const { DATABASE_OWNER_URL = '', DATABASE_URL = '' } = logins
    const { stderr } = await run('migrate', { DATABASE_OWNER_URL, TEMPORAL_ADDRESS: temporalAddress })
    expect(stderr).toContain('The database is up to date')
    expect(await query(DATABASE_URL, 'SELECT * FROM "Ticket"')).toEqual([])
    await expect(query(DATABASE_URL, 'DROP TABLE "Ticket"')).rejects.toThrow('must be owner of table Ticket')
  })

  test('the service’s login cannot migrate, and says so', async () => {
    const { DATABASE_URL = '' } = logins
    const env = { DATABASE_URL, TEMPORAL_ADDRESS: temporalAddress }
    await expect(run('migrate', env)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('permission') })
  })

  test('the command says what it lacks', async () => {
    const { DATABASE_URL = '' } = logins
    await expect(run('set-up-logins', { DATABASE_URL })).rejects.toMatchObject({
      stderr: expect.stringContaining('Set DATABASE_ADMIN_URL and DATABASE_URL.'),
    })
  })
})
