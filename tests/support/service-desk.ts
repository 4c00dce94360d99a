import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { hashPassword, newToken } from '../../store/secrets.ts'
import { startApi } from '../../bin/api.ts'
import { startWorker } from '../../bin/worker.ts'
import type { Actor } from '../../domain/people/actors.ts'
import type { LadderStep, PolicyRow } from '../../domain/promises/policy.ts'
import type { TicketShown } from '../../api/tickets/answer.ts'
import { type Config, loadConfig } from '../../platform/config.ts'
import { connectDatabase } from '../../platform/database.ts'
import { Metrics } from '../../platform/metrics/metrics.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { freshDatabase } from './database.ts'
import { type SmtpCatcher, startSmtp } from './smtp.ts'
import type { StatementCounter } from './statement-counter.ts'
import { testStack } from './stack.ts'
import { acceptor, agent, customer, generalPolicy, headquarters, manager, resident, senior } from './tickets.ts'

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

type Person = Pick<Actor, 'name' | 'role' | 'tier' | 'contactId'>

/** Of another customer. */
const stranger = '许峰'

export const peoplesPassword = 'correct horse battery'

/** Jiangzhou's people and ours; each name is also the account's id and its token's key. */
const people: Record<string, Person> = {
  acceptor: account(acceptor, { contactId: 'con_acceptor' }),
  reporter: account(customer, { contactId: 'con_reporter' }),
  stranger: { name: stranger, role: 'customer', contactId: 'con_stranger' },
  agent: account(agent),
  engineer: account(resident),
  headquarters: account(headquarters),
  senior: account(senior),
  manager: account(manager, { tier: 'manager' }),
  admin: { name: 'Admin', role: 'admin' },
}

function account({ name, role, tier }: Actor, more: Partial<Person> = {}): Person {
  return { name, role, ...(tier && { tier }), ...more }
}

/** The whole service on the real engine, asked by REST: two customers, of whom our bound staff serve the first. */
export class ServiceDesk {
  readonly url: string
  readonly config: Config
  readonly database: PrismaClient
  readonly smtp: SmtpCatcher
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
    metrics: Metrics,
    tokens: Map<string, string>,
    ends: (() => Promise<unknown>)[],
  ) {
    this.url = url
    this.config = config
    this.database = database
    this.smtp = smtp
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
    const loaded = loadConfig({
      DATABASE_URL: fresh.url,
      DATABASE_POOL: '10',
      TEMPORAL_ADDRESS: testStack().temporalAddress,
      TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
      SMTP_URL: smtp.url,
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
    const ends = [() => api.close(), () => smtp.close(), () => database.$disconnect(), () => fresh.drop()]
    const workers = { ...config, database: await through(worker) }
    const desk = new ServiceDesk(api.url, workers, database, smtp, metrics, tokens, ends)
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
  async ask<T>(method: string, path: string, body: string | undefined, asked: Asked): Promise<Reply<T>> {
    const { as = 'agent', key, headers } = asked
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as && { authorization: `Bearer ${this.tokens.get(as)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers }
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

  pass(ticket: { id: string }, seconds: number): Promise<TicketShown> {
    const path = `/v1/sandbox/tickets/${ticket.id}/clock`
    return this.post(path, { advanceSeconds: seconds }, { as: 'admin' }).then((reply) => sure(reply, 200))
  }
}

export const words = { subject: 'Submitting fails', description: 'Error 500 after "Submit".' }
export const repair = {
  cause: 'Pool exhausted',
  causeCode: 'database',
  fix: 'Enlarged',
  verification: '20 submissions',
}

function sure<T>(reply: Reply<T>, status: number): T {
  if (reply.status !== status) throw new Error(`${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

async function seed(database: PrismaClient): Promise<Map<string, string>> {
  const first = (id: string, definition: object) => ({
    ...{ id, name: id, version: 1, requestKey: id },
    definition: JSON.parse(JSON.stringify(definition)) as Prisma.InputJsonObject,
  })
  const office = { timeZone: 'Asia/Shanghai', week: { monday: [['09:00', '17:00']] }, overrides: [] }
  await database.calendar.create({ data: first('cal_mondays', office) })
  for (const who of ['jiangzhou', 'huayue']) {
    await database.policy.create({ data: first(`pol_${who}`, policyOf(generalPolicy.rows, generalPolicy.ladder)) })
    await addCustomer(database, who)
  }
  const passwordHash = await hashPassword(peoplesPassword)
  const rows = Object.entries(people).map(([id, person]) => ({ id, token: newToken(), ...person }))
  await database.user.createMany({
    data: rows.map(({ token: _token, ...person }) => ({
      ...person,
      email: `${person.id}@people.example`,
      language: 'en',
      passwordHash,
    })),
  })
  const bound = ['agent', 'engineer', 'headquarters', 'senior']
  await database.staffBinding.createMany({ data: bound.map((userId) => ({ userId, customerId: 'cus_jiangzhou' })) })
  await database.accessToken.createMany({
    data: rows.map(({ id, token }) => ({ id: `tok_${id}`, userId: id, hash: token.hash, kind: 'session' })),
  })
  return new Map(rows.map(({ id, token }) => [id, token.token]))
}

/** Without warnings, so that a test's mails and events are its own. */
export function policyOf(rows: PolicyRow[], ladder: LadderStep[] = []) {
  return { rows, ladder, minimumGapSeconds: 300 }
}

async function addCustomer(database: PrismaClient, who: string): Promise<void> {
  const customerId = `cus_${who}`
  await database.customer.create({ data: { id: customerId, name: who } })
  await database.system.create({ data: { id: `sys_${who}`, customerId, name: `Portal of ${who}` } })
  const contact = (id: string, name: string, language: string) => ({
    ...{ id, name, language, customerId },
    email: `${id}@${who}.example`,
  })
  const contacts =
    who === 'jiangzhou'
      ? [contact('con_acceptor', acceptor.name, 'zh-CN'), contact('con_reporter', customer.name, 'en')]
      : [contact('con_stranger', stranger, 'en')]
  await database.contact.createMany({ data: contacts })
  await database.contract.create({
    data: {
      id: `ctr_${who}`,
      customerId,
      name: 'Maintenance',
      startsOn: new Date('2025-01-01'),
      endsOn: new Date('2099-12-31'),
      policyId: `pol_${who}`,
      acceptorId: contacts[0]?.id ?? '',
      reopenWindowDays: 7,
      pauseRules: [{ reason: 'customer', metrics: ['resolution', 'update'] }],
    },
  })
}
