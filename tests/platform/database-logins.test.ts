import { describe, expect, test } from '@jest/globals'
import { setUpOwnDatabase } from '../../platform/database-logins.ts'
import { query } from '../../platform/embedded/postgres.ts'
import { migrate } from '../../platform/migrate.ts'
import { emptyDatabase } from '../support/stack/database.ts'
import { testStack, theEngineIsOnPostgres } from '../support/stack/stack.ts'

const { postgresUrl, ownerUrl, appUrl, temporalUrl } = testStack()
const onEngine = theEngineIsOnPostgres() ? test : test.skip

/** The SQLSTATE that it is refused with. */
const refusal = (url: string, sql: string) =>
  query(url, sql).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const forbidden = '42501'

function inDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

const entered = async (url: string, databases: string[]) =>
  Promise.all(databases.map((database) => refusal(inDatabase(url, database), 'SELECT 1')))

describe('M8: each part has a login of its own that can do no more than it must', () => {
  test('none of them is superuser, or could become one', async () => {
    // Others than those that a test makes which runs at the same time.
    const able = 'rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls'
    const rows = await query(
      postgresUrl,
      `SELECT rolname, (${able}) AS able, EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) AS of_a_group
       FROM pg_roles WHERE rolcanlogin AND rolname <> 'aftercare' AND rolname NOT LIKE 'test%' ORDER BY rolname`,
    )
    const logins = ['aftercare_app', 'aftercare_owner', ...(theEngineIsOnPostgres() ? ['temporal'] : [])]
    expect(rows).toEqual(logins.map((rolname) => ({ rolname, able: false, of_a_group: false })))
  })

  test('the service reads and writes rows and takes numbers', async () => {
    await query(appUrl, `INSERT INTO "Customer" (id, name) VALUES ('logins', 'Logins')`)
    await query(appUrl, `UPDATE "Customer" SET name = 'Changed' WHERE id = 'logins'`)
    expect(await query(appUrl, `DELETE FROM "Customer" WHERE id = 'logins' RETURNING name`)).toEqual([
      { name: 'Changed' },
    ])
    expect(await query(appUrl, `SELECT nextval('ticket_number')`)).toHaveLength(1)
  })

  test.each([
    'CREATE TABLE mine (id text)',
    'CREATE TEMPORARY TABLE mine (id text)',
    'CREATE SCHEMA mine',
    'CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1',
    'ALTER TABLE "Ticket" ADD COLUMN mine text',
    'DROP TABLE "Ticket"',
    'TRUNCATE "TicketEvent"',
    `SELECT setval('ticket_number', 1)`,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '9999_skip_me')`,
    'CREATE DATABASE mine',
    'CREATE ROLE mine',
    'SET ROLE aftercare_owner',
    `COPY "Customer" TO PROGRAM 'cat'`,
    `SELECT pg_read_file('postmaster.pid')`,
  ])('the service cannot %s', async (sql) => {
    expect(await refusal(appUrl, sql)).toBe(forbidden)
  })

  test('the service and its owner enter no database but their own', async () => {
    const others = ['postgres', 'template1', ...(theEngineIsOnPostgres() ? ['temporal', 'temporal_visibility'] : [])]
    for (const url of [appUrl, ownerUrl]) {
      expect(await entered(url, others)).toEqual(others.map(() => forbidden))
      expect(await entered(url, ['aftercare'])).toEqual(['done'])
    }
  })

  onEngine('the engine enters its own databases alone, and is there under its own login alone', async () => {
    expect(await entered(temporalUrl, ['temporal', 'temporal_visibility'])).toEqual(['done', 'done'])
    const others = ['aftercare', 'postgres', 'template1']
    expect(await entered(temporalUrl, others)).toEqual(others.map(() => forbidden))
    const there = `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname LIKE 'temporal%'`
    expect(await query(postgresUrl, there)).toEqual([{ usename: 'temporal' }])
  })
})

describe('Setting up the logins', () => {
  test('a second time changes nothing, and what a later migration makes is the service’s to use', async () => {
    const { name, drop } = await emptyDatabase()
    const [owner, app] = [inDatabase(ownerUrl, name), inDatabase(appUrl, name)]
    await setUpOwnDatabase(postgresUrl, owner, app)
    await migrate(owner)
    const rights = `SELECT relname, relacl::text, relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relname <> '_prisma_migrations' ORDER BY relname`
    const once = await query(inDatabase(postgresUrl, name), rights)
    await setUpOwnDatabase(postgresUrl, owner, app)
    expect(await query(inDatabase(postgresUrl, name), rights)).toEqual(once)
    await query(owner, 'CREATE TABLE later (id serial, name text)')
    await query(app, `INSERT INTO later (name) VALUES ('usable')`)
    expect(await query(app, 'SELECT * FROM later')).toEqual([{ id: 1, name: 'usable' }])
    await drop()
  })

  test('whoever has one login only migrates with it and serves with it', async () => {
    const { name, drop } = await emptyDatabase()
    const owner = inDatabase(ownerUrl, name)
    await setUpOwnDatabase(postgresUrl, owner, owner)
    expect(await migrate(owner)).not.toEqual([])
    expect(await migrate(owner)).toEqual([])
    expect(await query(owner, 'SELECT * FROM "Ticket"')).toEqual([])
    await drop()
  })

  test('the login that sets up the others is not taken for one of them', async () => {
    await expect(setUpOwnDatabase(postgresUrl, inDatabase(postgresUrl, 'aftercare'), appUrl)).rejects.toThrow(
      'aftercare is the login that sets the others up: give another user in its place',
    )
  })
})
