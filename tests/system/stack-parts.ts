import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { simpleParser } from 'mailparser'
import type { CaughtMail } from '../support/mail/smtp.ts'

/** By the name of its record and its log; PostgreSQL with its backends. */
export type StackPart = 'postgres' | 'temporal-server' | 'temporal-ui' | 'mail-catcher'

/** kill -9 */
export async function killPart(folder: string, part: StackPart): Promise<void> {
  const { pid } = await recordOf(folder, part)
  for (const victim of [pid, ...(await childrenOf(pid))]) process.kill(victim, 'SIGKILL')
}

/** The stack's own database, as its owner. */
export async function databaseUrlOf(folder: string): Promise<string> {
  const { command } = await recordOf(folder, 'postgres')
  const port = /-p (\d+)/.exec(command)?.[1]
  const password = await readFile(path.join(folder, 'postgres-password'), 'utf8')
  return `postgresql://aftercare:${password}@127.0.0.1:${port}/aftercare`
}

/** What the mail catcher took in, and kept. */
export async function mailsOf(folder: string): Promise<CaughtMail[]> {
  const files = (await readdir(path.join(folder, 'mail'))).filter((name) => name.endsWith('.eml'))
  return Promise.all(
    files.map(async (name) => {
      const raw = await readFile(path.join(folder, 'mail', name), 'utf8')
      const parsed = await simpleParser(raw)
      const [to] = [parsed.to ?? []].flat()
      return { to: to?.value[0]?.address ?? '', messageId: parsed.messageId ?? '', raw, parsed }
    }),
  )
}

async function recordOf(folder: string, part: StackPart): Promise<{ pid: number; command: string }> {
  return JSON.parse(await readFile(path.join(folder, 'run', `${part}.json`), 'utf8'))
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')))
  return pids.filter((_pid, index) => parents[index]?.includes(`\nPPid:\t${parent}\n`)).map(Number)
}
