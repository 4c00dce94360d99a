import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { verify } from '@node-rs/argon2'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'

let opened: Awaited<ReturnType<typeof openDatabase>>
let database: PrismaClient
beforeAll(async () => {
  opened = await openDatabase(1)
  database = opened.database
})
afterAll(() => opened.close())

function createUser(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: opened.url }
  return promisify(execFile)(process.execPath, ['tools/run.mjs', 'bin/create-user.ts', ...args], { env })
}

describe('The command that makes an account', () => {
  test('prints a password once that is good for that account, and keeps its hash only', async () => {
    const { stdout } = await createUser('--email', 'First@Desk.example', '--name', '吴倩', '--role', 'admin')
    const [email, password = ''] = stdout.trim().split(/\s+/)
    const user = await database.user.findUniqueOrThrow({ where: { email } })
    expect(user).toMatchObject({ email: 'first@desk.example', name: '吴倩', role: 'admin', language: 'zh-CN' })
    expect(await verify(user.passwordHash ?? '', password)).toBe(true)
  })

  test('F12: makes one account for one mailbox, however its domain is spelt', async () => {
    const account = ['--name', '李', '--role', 'agent']
    const { stdout } = await createUser('--email', 'R&D@例子.中国', ...account)
    expect(stdout).toMatch(/^r&d@xn--fsqu00a\.xn--fiqs8s /)
    await expect(createUser('--email', 'r&d@xn--fsqu00a.xn--fiqs8s', ...account)).rejects.toMatchObject({ code: 1 })
    expect(await database.user.count({ where: { email: { startsWith: 'r&d' } } })).toBe(1)
  })

  test('names what is wrong, and makes none', async () => {
    const before = await database.user.count()
    await expect(createUser('--email', 'nobody', '--name', '吴倩', '--role', 'chief')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--email[\s\S]*--role/),
    })
    expect(await database.user.count()).toBe(before)
  })
})
