import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import pino from 'pino'
import { newToken } from '../../../store/secrets.ts'
import { startApi } from '../../../bin/api.ts'
import { startWorker } from '../../../bin/worker.ts'
import type { TicketShown } from '../../../api/tickets/schema.ts'
import { type Config, loadConfig } from '../../../platform/config.ts'
import { connectDatabase } from '../../../platform/database.ts'
import { Metrics } from '../../../platform/metrics/metrics.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { freshDatabase } from '../stack/database.ts'
import { type SmtpCatcher, startSmtp } from '../mail/smtp.ts'
import type { StatementCounter } from '../wire/statement-counter.ts'
import { testStack } from '../stack/stack.ts'
import { settled, told } from '../ticket/settled.ts'
import { repair, words } from './words.ts'
import { seed } from './customers.ts'

export interface Reply<T = TicketShown> {
  status: number
  body: T
  headers: Headers
}

interface Asked {
  as?: string
  key?: string
  headers?: Record<string, string>
}

interface Lines {
  apiSeesTemporalAt?: string
  api?: StatementCounter
  worker?: StatementCounter
  metricsPort?: number
}

/** The whole service on the real engine, asked by REST: two customers, of whom our bound staff serve the first. */
export class ServiceDesk {
  readonly url: string
  readonly config: Config
  readonly database: PrismaClient
  readonly smtp: SmtpCatcher
  /** For what the API does not show of the engine. */
  readonly client: Client
  /** Of the API and the worker. */
  readonly metrics: Metrics
  private readonly tokens: Map<string, string>
  private readonly ends: (() => Promise<unknown>)[]
  private worker: { close(): Promise<void> } | undefined

  private constructor(
    url: string,
    config: Config,
    database: PrismaClient,
    smtp: SmtpCatcher,
    client: Client,
    metrics: Metrics,
    tokens: Map<string, string>,
    ends: (() => Promise<unknown>)[],
  ) {
    this.url = url
    this.config = config
    this.database = database
    this.smtp = smtp
    this.client = client
    this.metrics = metrics
    this.tokens = tokens
    this.ends = ends
  }

  /**
   * `apiSeesTemporalAt`: for a line to the engine that a test can break; the worker has one of its own. `api`, `worker`:
   * count what each asks of the database. `metricsPort`: as the setting; the test shows the page.
   */
  static async start({ apiSeesTemporalAt, api: counted, worker, metricsPort }: Lines = {}): Promise<ServiceDesk> {
    const [fresh, smtp] = await Promise.all([freshDatabase(), startSmtp()])
    const files = await mkdtemp(path.join(tmpdir(), 'aftercare-files-'))
    const loaded = loadConfig({
      DATABASE_URL: fresh.url,
      DATABASE_POOL: '10',
      TEMPORAL_ADDRESS: testStack().temporalAddress,
      TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
      SMTP_URL: smtp.url,
      PAGE_NETWORKS: '127.0.0.0/8',
      FILES_URL: pathToFileURL(files).href,
      SANDBOX_CLOCK: 'true',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_PER_SECOND: '10000',
      METRICS_PORT: String(metricsPort ?? ''),
    })
    const config = { ...loaded, api: { ...loaded.api, port: 0 } }
    const database = connectDatabase(config.database.url, 5)
    const tokens = await seed(database)
    const { address } = config.temporal
    const temporal = { ...config.temporal, address: apiSeesTemporalAt ?? address }
    const through = async (counter?: StatementCounter) =>
      counter ? { ...config.database, url: await counter.through(fresh.url) } : config.database
    const seen = { ...config, temporal, database: await through(counted) }
    const metrics = new Metrics()
    const api = await startApi(seen, pino({ level: 'silent' }), metrics)
    const connection = Connection.lazy({ address })
    const client = new Client({ connection, namespace: config.temporal.namespace })
    const ends = [() => api.close(), () => connection.close(), () => smtp.close(), () => database.$disconnect()]
    ends.push(
      () => fresh.drop(),
      () => rm(files, { recursive: true, force: true }),
    )
    const workers = { ...config, database: await through(worker) }
    const desk = new ServiceDesk(api.url, workers, database, smtp, client, metrics, tokens, ends)
    await desk.startWorker()
    return desk
  }

  /** `databaseUrl`: another way to the same database, for a test that breaks it. */
  async startWorker({ databaseUrl }: { databaseUrl?: string } = {}): Promise<void> {
    const database = { ...this.config.database, url: databaseUrl ?? this.config.database.url }
    this.worker = await startWorker({ ...this.config, database }, pino({ level: 'silent' }), this.metrics)
  }

  async stopWorker(): Promise<void> {
    await this.worker?.close()
    this.worker = undefined
  }

  async close(): Promise<void> {
    await this.stopWorker()
    for (const end of this.ends) await end()
  }

  get<T = TicketShown>(path: string, asked: Asked = {}): Promise<Reply<T>> {
    return this.ask('GET', path, undefined, asked)
  }

  post<T = TicketShown>(path: string, body: unknown, asked: Asked = {}): Promise<Reply<T>> {
    return this.ask('POST', path, JSON.stringify(body), asked)
  }

  /** `as` names the person; the agent when nobody is named, and nobody at all when it is empty. */
  async ask<T>(method: string, path: string, body: string | FormData | undefined, asked: Asked): Promise<Reply<T>> {
    const { as = 'agent', key, headers } = asked
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as && { authorization: `Bearer ${this.tokens.get(as)}` }),
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers }
  }

  /** Adds a file; `fields` stand beside it. */
  attach<T = TicketShown>(
    { id }: { id: string },
    file: { name: string; bytes: Uint8Array | string },
    { fields = {}, ...asked }: Asked & { fields?: Record<string, string> } = {},
  ): Promise<Reply<T>> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('file', new Blob([file.bytes as BlobPart]), file.name)
    return this.ask('POST', `/v1/tickets/${id}/attachments`, form, asked)
  }

  tokenOf(person: string): string {
    return this.tokens.get(person) ?? ''
  }

  /** One more token of that person's; answers the name to ask by. */
  async signIn(person: string): Promise<string> {
    const { token, hash } = newToken()
    const id = `tok_${hash.slice(0, 20)}`
    await this.database.accessToken.create({ data: { id, userId: person, hash, kind: 'session' } })
    this.tokens.set(id, token)
    return id
  }

  /** Opens a ticket of Jiangzhou's, or of whoever's contract is given. */
  async open(more: object = {}, asked: Asked = {}): Promise<TicketShown> {
    const reporter = asked.as === undefined || asked.as === 'agent' ? { reporterId: 'con_reporter' } : {}
    const body = { contractId: 'ctr_jiangzhou', systemId: 'sys_jiangzhou', ...words, ...reporter, ...more }
    return sure(await this.post('/v1/tickets', body, asked), 201)
  }

  async act(ticket: { id: string }, noun: string, body: object = {}, asked: Asked = {}): Promise<TicketShown> {
    return sure(await this.post(`/v1/tickets/${ticket.id}/${noun}`, body, asked), 200)
  }

  /** Opened, answered and repaired: up for signature. */
  async resolved(more: object = {}): Promise<TicketShown> {
    const ticket = await this.open(more)
    await this.act(ticket, 'responses', { message: 'We are on it.' })
    return this.act(ticket, 'resolution', repair)
  }

  /** Lets the ticket's own time pass, and waits until all that fell due is recorded and told. */
  async pass(ticket: { id: string }, seconds: number): Promise<TicketShown> {
    const path = `/v1/sandbox/tickets/${ticket.id}/clock`
    const asked = { as: 'admin', key: randomUUID() }
    for (;;) {
      const reply = await this.post(path, { advanceSeconds: seconds }, asked)
      // Not known yet: a busy machine needs longer than a request waits.
      if (reply.status === 202) continue
      const moved = sure(reply, 200)
      await told(this.database, ticket.id)
      return moved
    }
  }

  /** Until everything that the ticket decided is recorded and everybody told, and whatever came of that as well. */
  settled({ id }: { id: string }): Promise<void> {
    return settled(this.client, this.database, id)
  }
}

function sure<T>(reply: Reply<T>, status: number): T {
  if (reply.status !== status) throw new Error(`${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply.body
}
