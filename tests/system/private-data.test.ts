import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { until } from '../support/time/until.ts'
import { Journal } from './journal.ts'
import { tokenOf } from './lives.ts'
import { mailsOf } from './stack-parts.ts'
import { dataFolder, removeFolder, StartedStack } from './started-stack.ts'

let folder: string
let stack: StartedStack | undefined

afterEach(async () => {
  expect(await stack?.stop('SIGTERM')).toBe(0)
  await removeFolder(folder)
})

test('what npm start keeps is readable by its owner alone, also what an older version left open to all', async () => {
  folder = await dataFolder()
  for (const name of ['run', 'mail']) await mkdir(path.join(folder, name), { mode: 0o755 })
  await writeFile(path.join(folder, 'engine.json'), '{"engine":"temporal-server"}', { mode: 0o644 })
  stack = new StartedStack(['--data', folder, '--ports', 'auto', '--json'])
  const { api, users } = await stack.ready()
  const opened = { contractId: 'ctr_jiangzhou', subject: 'The portal is down', description: 'Error 500' }
  await new Journal(api).post(tokenOf(users, 'customer'), '/v1/tickets', 'one', opened)
  await until(async () => (await mailsOf(folder)).length > 0)

  const asRoot = process.getuid?.() === 0
  expect((await lstat(folder)).mode & 0o777).toBe(asRoot ? 0o711 : 0o700)
  const entries = await readdir(folder, { recursive: true })
  for (const one of ['engine.json', 'stack.json', 'postgres-password', 'run/start.json', 'temporal/server.yaml']) {
    expect(entries).toContain(one)
  }
  for (const kind of [/^mail\/.+\.eml$/, /^logs\/.+\.log$/, /^postgres\/PG_VERSION$/]) {
    expect(entries.find((entry) => kind.test(entry))).toBeDefined()
  }
  const open: string[] = []
  for (const entry of entries) {
    // PostgreSQL removes files while we look.
    const { mode } = await lstat(path.join(folder, entry)).catch(() => ({ mode: 0 }))
    if ((mode & 0o077) !== 0) open.push(entry)
  }
  expect(open).toEqual([])
}, 600_000)
