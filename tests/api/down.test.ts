import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { partDown } from '../../api/shared/part-down.ts'
import { connectDatabase } from '../../platform/database.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { freshDatabase } from '../support/stack/database.ts'

let fresh: { url: string; drop(): Promise<void> }
let database: PrismaClient

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url, 1)
})

afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

/** As PostgreSQL itself says it. */
const raised = (code: string) =>
  database.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '${code}'; END $$`).then(
    () => undefined,
    (error: unknown) => error,
  )

test.each([
  ['a full disk', '53100'],
  ['too little memory', '53200'],
  ['too many connections', '53300'],
  ['a disk that cannot be read', '58030'],
])('a database with %s is down, and no fault of ours', async (_what, code) => {
  expect(partDown(await raised(code))).toBe('database')
})

test('a rule that a statement broke is not an outage', async () => {
  expect(partDown(await raised('23514'))).toBeUndefined()
})
