import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { type DemoUser, seed } from '../../demo/seed.ts'
import { connectDatabase } from '../../platform/database.ts'
import { freePorts } from '../../platform/embedded/ports.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { freshDatabase } from '../support/stack/database.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'
import { testStack } from '../support/stack/stack.ts'
import { until } from '../support/time/until.ts'
import { Journal } from './journal.ts'
import { outstanding, tokenOf } from './lives.ts'
import { expectInvariants } from './oracle.ts'

export type Program = 'api' | 'worker'

interface Ran {
  code: number | null
  said: unknown
  lines: object[]
}

/** The API and the worker as two programs, as in production, with the demo data: to be killed and stopped at will. */
export class TwoPrograms {
  readonly database: PrismaClient
  readonly client: Client
  readonly smtp: SmtpCatcher
  readonly journal: Journal
  readonly taskQueue: string
  readonly users: DemoUser[]
  /** What the programs logged as our own fault, for whoever asks why a test failed. */
  readonly faults: string[] = []
  private readonly environment: Record<string, string>
  private readonly running = new Map<Program, ChildProcess>()
  private readonly dropDatabase: () => Promise<void>

  private constructor(
    environment: Record<string, string>,
    database: PrismaClient,
    client: Client,
    smtp: SmtpCatcher,
    users: DemoUser[],
    dropDatabase: () => Promise<void>,
  ) {
    this.environment = environment
    this.client = client
    this.smtp = smtp
    this.users = users
    this.dropDatabase = dropDatabase
    this.taskQueue = environment.TEMPORAL_TASK_QUEUE ?? ''
    this.database = database
    this.journal = new Journal(`http://127.0.0.1:${environment.API_PORT}`)
  }

  static async start(): Promise<TwoPrograms> {
    const [fresh, smtp, [port]] = await Promise.all([freshDatabase(), startSmtp(), freePorts(1)])
    const files = await mkdtemp(path.join(tmpdir(), 'aftercare-files-'))
    const environment = {
      DATABASE_URL: fresh.url,
      TEMPORAL_ADDRESS: testStack().temporalAddress,
      TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
      SMTP_URL: smtp.url,
      FILES_URL: pathToFileURL(files).href,
      API_PORT: String(port),
      RATE_LIMIT_PER_SECOND: '1000',
      LOG_LEVEL: 'info',
    }
    const connection = await Connection.connect({
      address: testStack().temporalAddress,
      channelArgs: { 'grpc.max_receive_message_length': -1 },
    })
    const database = connectDatabase(fresh.url, 5)
    const users = await seed(database)
    const client = new Client({ connection, namespace: 'aftercare' })
    const programs = new TwoPrograms(environment, database, client, smtp, users, fresh.drop)
    await Promise.all([programs.launch('api'), programs.launch('worker')])
    return programs
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.kill(name)))
    await Promise.all([this.client.connection.close(), this.database.$disconnect(), this.smtp.close()])
    await this.dropDatabase()
    await rm(fileURLToPath(this.environment.FILES_URL ?? ''), { recursive: true, force: true })
  }

  /** Ready when it says so. */
  async launch(name: Program): Promise<void> {
    const child = spawn(process.execPath, ['tools/run.mjs', `bin/${name}.ts`], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...this.environment },
    })
    this.running.set(name, child)
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        const heard = chunk.toString('utf8')
        this.faults.push(...heard.split('\n').filter((line) => line.includes('It was our fault')))
        said = (said + heard).slice(-10_000)
        if (said.includes('"Ready"')) resolve()
      })
      child.on('close', (code) => reject(new Error(`${name} ended with ${code}: ${said.slice(-2000)}`)))
    })
  }

  kill(name: Program): Promise<void> {
    const child = this.running.get(name)
    this.running.delete(name)
    return new Promise((resolve) => {
      if (child === undefined || child.exitCode !== null) return resolve()
      child.on('close', () => resolve())
      child.kill('SIGKILL')
    })
  }

  /** `SIGSTOP`: it stands still in the middle of whatever it does, until `SIGCONT`. */
  signal(name: Program, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.running.get(name)?.kill(signal)
  }

  /** Runs a command to its end: its exit code, what it answered, and the lines of its log. */
  async run(command: 'watch'): Promise<Ran> {
    const child = spawn(process.execPath, ['tools/run.mjs', `bin/${command}.ts`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.environment },
    })
    const [out, log, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ])
    const parsed = (lines: string) =>
      lines.split('\n').flatMap((line) => (line.startsWith('{') ? JSON.parse(line) : []))
    return { code, said: parsed(out)[0], lines: parsed(log) }
  }

  tokenOf(role: string): string {
    return tokenOf(this.users, role)
  }

  /** When all is recorded and told, every invariant holds. */
  async expectWhole(patienceMs = 180_000): Promise<void> {
    const { database, client, taskQueue, smtp, journal } = this
    await until(async () => (await outstanding(database, client, taskQueue)) === 0, patienceMs)
    await expectInvariants({ database, client, taskQueue, mails: smtp.mails, entries: journal.entries })
  }
}
