import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { partDown } from '../../api/shared/part-down.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'

let database: PrismaClient
let close: () => Promise<void>

beforeAll(async () => {
  const opened = await openDatabase(1)
  database = opened.database
  close = opened.close
})

afterAll(() => close())

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
