import { faultPage } from '../../../web/fault-page.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import pino, { type Logger } from 'pino'
import { createApp } from '../../../http/app.ts'
import { TicketEngine } from '../../../engine/tickets.ts'
import type { Services } from '../../../api/shared/services.ts'
import { filesIn } from '../../../platform/files/folder.ts'
import { connectDatabase } from '../../../platform/database.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { type DemoUser, seed } from '../../../demo/seed.ts'
import { freshDatabase } from '../stack/database.ts'
import { misfit } from './openapi.ts'
import { testStack } from '../stack/stack.ts'
import { surfaces } from '../../../web/surfaces.ts'
import { signedInBy } from '../../../api/shared/authentication.ts'
import { partDown } from '../../../api/shared/part-down.ts'
import { claimKey } from '../../../api/shared/idempotency.ts'

/** What was answered, by the fields that tests look at. */
export interface Answered {
  [field: string]: unknown
  id: string
  version: number
  revision: number
  token: string
  items: Answered[]
  nextCursor: string | null
  errors: { field: string; message: string }[]
}

export interface Reply {
  status: number
  headers: Headers
  body: Answered
}

/** `customer` is of Jiangzhou, `other` of Huayue. */
export type Who = 'customer' | 'other' | 'agent' | 'engineer' | 'senior' | 'manager' | 'admin' | 'nobody'

export interface Asked {
  /** The body as it is sent; `post` makes JSON of an object. */
  raw?: string
  headers?: Record<string, string>
}

interface Options {
  services?: Partial<Services>
  logger?: Logger
  requestsPerSecond?: number
  trustProxy?: string
}

/** The API over HTTP on a database of its own with the demo data. Each answer is held against the OpenAPI document. */
export class TestApi {
  readonly url: string
  readonly database: PrismaClient
  readonly users: Map<Who, DemoUser>
  readonly close: () => Promise<void>

  private constructor(url: string, database: PrismaClient, users: Map<Who, DemoUser>, close: () => Promise<void>) {
    this.url = url
    this.database = database
    this.users = users
    this.close = close
  }

  static async start(options: Options = {}): Promise<TestApi> {
    const { services, logger = pino({ level: 'silent' }), requestsPerSecond = 10_000, trustProxy } = options
    const fresh = await freshDatabase()
    const database = connectDatabase(fresh.url, 10)
    const users = byName(await seed(database))
    const engine = { address: testStack().temporalAddress, namespace: 'aftercare', tls: false, taskQueue: 'nobody' }
    const tickets = new TicketEngine(engine)
    const folder = await mkdtemp(path.join(tmpdir(), 'aftercare-files-'))
    const given = {
      database,
      engine: tickets,
      publicUrl: 'https://desk.example',
      sandboxClock: true,
      files: filesIn(folder),
      scan: async () => undefined,
      insidePages: false,
      now: () => new Date(),
    }
    const all = { ...given, ...services }
    const app = createApp(surfaces, {
      services: all,
      authenticate: (token, sought) => signedInBy(all.database, token, all.now(), sought),
      claimKey: (...claim) => claimKey(all.database, ...claim),
      faultPage,
      partDown,
      logger,
      publicUrl: all.publicUrl,
      requestsPerSecond,
      trustProxy,
    })
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return new TestApi(`http://127.0.0.1:${port}`, database, users, async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await Promise.all([tickets.close(), database.$disconnect()])
      await fresh.drop()
      await rm(folder, { recursive: true, force: true })
    })
  }

  get(who: Who, path: string, asked?: Asked): Promise<Reply> {
    return this.ask(who, 'GET', path, asked)
  }

  post(who: Who, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const json = { 'content-type': 'application/json', ...headers }
    return this.ask(who, 'POST', path, { raw: JSON.stringify(body), headers: json })
  }

  /** With the ETag of that revision. */
  patch(who: Who, path: string, body: unknown, revision: number, headers: Record<string, string> = {}) {
    const all = { 'content-type': 'application/json', 'if-match': `"${revision}"`, ...headers }
    return this.ask(who, 'PATCH', path, { raw: JSON.stringify(body), headers: all })
  }

  retire(who: Who, path: string, revision: number, headers: Record<string, string> = {}) {
    return this.ask(who, 'POST', `${path}/retirement`, { headers: { 'if-match': `"${revision}"`, ...headers } })
  }

  takeBack(who: Who, path: string, revision: number) {
    return this.ask(who, 'DELETE', `${path}/retirement`, { headers: { 'if-match': `"${revision}"` } })
  }

  /** Creates, and answers what was created. */
  async make(who: Who, path: string, body: unknown): Promise<Answered> {
    const { status, body: made } = await this.post(who, path, body)
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(made)}`)
    return made
  }

  async ask(who: Who, method: string, path: string, { raw, headers }: Asked = {}): Promise<Reply> {
    const token = this.users.get(who)?.token
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(raw !== undefined && { body: raw }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const body = (isJson ? JSON.parse(text) : text) as Answered
    const wrong = misfit(method, path, response.status, response.headers, body)
    if (wrong) throw new Error(`${wrong}\n${text}`)
    return { status: response.status, headers: response.headers, body }
  }
}

function byName(users: DemoUser[]): Map<Who, DemoUser> {
  return new Map(users.map((user) => [user.email.endsWith('huayue.example') ? 'other' : (user.role as Who), user]))
}
