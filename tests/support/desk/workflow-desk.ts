import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import pino from 'pino'
import { type Outcome, TicketEngine } from '../../../engine/tickets.ts'
import { startWorker } from '../../../bin/worker.ts'
import type { Actor } from '../../../domain/people/actors.ts'
import type { Bodies, Verb } from '../../../domain/ticket/verbs/rules.ts'
import type { Open, TicketState } from '../../../domain/ticket/state.ts'
import { evolve } from '../../../domain/ticket/evolve.ts'
import { type Config, loadConfig } from '../../../platform/config.ts'
import { connectDatabase } from '../../../platform/database.ts'
import type { PrismaClient } from '../../../prisma/client/client.ts'
import { progressQuery, ticketWorkflowId } from '../../../workflows/messages/ticket.ts'
import { freshDatabase } from '../stack/database.ts'
import { type SmtpCatcher, startSmtp } from '../mail/smtp.ts'
import { testStack } from '../stack/stack.ts'
import { moveQuietHours, readReleased } from '../../../store/outbox.ts'
import { eventIn } from '../../../store/rows.ts'
import { acceptor, agent, customer as reporter, headquarters, manager, resident, senior } from '../ticket/people.ts'
import { opening } from '../ticket/opening.ts'
import { settled, told } from '../ticket/settled.ts'

/** The real engine, database, worker and mail server, with the ticket's verbs at hand. */
export class WorkflowDesk {
  readonly config: Config
  readonly database: PrismaClient
  readonly client: Client
  readonly smtp: SmtpCatcher
  private readonly desk: TicketEngine
  private readonly dropDatabase: () => Promise<void>
  private worker: { close(): Promise<void> } | undefined
  /** The client asks again on a timer of its own, and must not do so when it is closed. */
  private readonly asked: Promise<unknown>[] = []

  private constructor(config: Config, client: Client, smtp: SmtpCatcher, dropDatabase: () => Promise<void>) {
    this.config = config
    this.client = client
    this.smtp = smtp
    this.database = connectDatabase(config.database.url, 5)
    this.desk = new TicketEngine(config.temporal)
    this.dropDatabase = dropDatabase
  }

  static async start(): Promise<WorkflowDesk> {
    const [database, smtp] = await Promise.all([freshDatabase(), startSmtp()])
    const files = await mkdtemp(path.join(tmpdir(), 'aftercare-files-'))
    const config = loadConfig({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: testStack().temporalAddress,
      TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
      SMTP_URL: smtp.url,
      FILES_URL: pathToFileURL(files).href,
      SANDBOX_CLOCK: 'true',
      LOG_LEVEL: 'silent',
      DATABASE_POOL: '10',
    })
    const connection = await Connection.connect({ address: config.temporal.address })
    const client = new Client({ connection, namespace: config.temporal.namespace })
    const desk = new WorkflowDesk(config, client, smtp, database.drop)
    await desk.seed()
    await desk.startWorker()
    return desk
  }

  /** `databaseUrl`: another way to the same database, for a test that breaks it. `alarms`: takes its log's errors. */
  async startWorker({ databaseUrl, alarms }: { databaseUrl?: string; alarms?: object[] } = {}): Promise<void> {
    const { config } = this
    const database = { ...config.database, url: databaseUrl ?? config.database.url }
    const logger = pino({ level: alarms ? 'error' : 'silent' }, { write: (line) => alarms?.push(JSON.parse(line)) })
    this.worker = await startWorker({ ...config, database }, logger)
  }

  async stopWorker(): Promise<void> {
    await this.worker?.close()
    this.worker = undefined
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.asked)
    await this.stopWorker()
    await Promise.all([
      this.desk.close(),
      this.client.connection.close(),
      this.smtp.close(),
      this.database.$disconnect(),
    ])
    await this.dropDatabase()
    await rm(fileURLToPath(this.config.files.url), { recursive: true, force: true })
  }

  /** Opens a ticket of its own; answers its id. */
  async open(more: Partial<Open> = {}, actor: Actor = agent): Promise<string> {
    const id = randomUUID()
    const number = `T-2026-${id.slice(0, 6)}`
    await this.released(id, await this.desk.open(opening({ ...more, id, number }), actor, 'request-open', 'open'))
    return id
  }

  /** The same verb with the same key is the same act. Throws the Problem when it is refused. */
  async act<V extends Verb>(id: string, verb: V, body: Bodies[V], actor: Actor, key: string = randomUUID()) {
    const asked = this.desk.act(id, verb, { actor, requestId: `request-${key}`, body }, key)
    this.asked.push(asked)
    const outcome = await asked
    await this.released(id, outcome)
    return outcome === 'unknown' ? outcome : 'recorded'
  }

  /** Lets the ticket's own time pass, and waits until all that fell due is recorded and told. */
  async pass(id: string, seconds: number): Promise<void> {
    const moveId = randomUUID()
    // Unknown: a busy machine needs longer than a request waits.
    while ((await this.advance(id, seconds, moveId)) === 'unknown');
    await this.told(id)
  }

  /** `unknown` while it is under way: the same move asks again. */
  async advance(id: string, seconds: number, moveId: string) {
    const moved = await this.desk.advance(id, seconds, moveId)
    if (moved !== 'unknown') await moveQuietHours(this.database, id, moved.ticketNow)
    await this.released(id, moved)
    return moved
  }

  /** As the API does for whoever asked. */
  private async released(id: string, outcome: Outcome): Promise<void> {
    if (outcome !== 'unknown' && outcome.version > 0) await readReleased(this.database, id, outcome.version)
  }

  /** Until nothing of it is still to be told, but what waits for the end of quiet hours. */
  told(id: string): Promise<void> {
    return told(this.database, id)
  }

  async progress(id: string) {
    return this.client.workflow.getHandle(ticketWorkflowId(id)).query(progressQuery)
  }

  settled(id: string): Promise<void> {
    return settled(this.client, this.database, id)
  }

  async history(id: string, runId?: string) {
    const { events } = await this.client.workflow.getHandle(ticketWorkflowId(id), runId).fetchHistory()
    return events ?? []
  }

  async row(id: string) {
    return this.database.ticket.findUniqueOrThrow({ where: { id } })
  }

  async eventTypes(id: string): Promise<string[]> {
    const rows = await this.database.ticketEvent.findMany({ where: { ticketId: id }, orderBy: { version: 'asc' } })
    return rows.map((row) => row.type)
  }

  /** The customer, its contacts and our staff, as tests/support/ticket/people.ts names them. */
  private async seed(): Promise<void> {
    const { customer } = opening()
    await this.database.customer.create({ data: customer })
    const contacts = [
      { id: acceptor.contactId ?? '', name: acceptor.name, language: 'zh-CN' },
      { id: reporter.contactId ?? '', name: reporter.name, language: 'en' },
    ]
    await this.database.contact.createMany({
      data: contacts.map((one) => ({ ...one, customerId: customer.id, email: `${one.id}@customer.example` })),
    })
    const staff = [agent, resident, headquarters, senior, manager]
    await this.database.user.createMany({
      data: staff.map((user) => ({ ...user, email: `${user.id}@staff.example`, language: 'zh-CN', passwordHash: '-' })),
    })
    await this.database.staffBinding.createMany({
      data: staff.map(({ id }) => ({ userId: id, customerId: customer.id })),
    })
  }
}

/** The ticket as its audit tells it (I3). */
export async function foldOf(desk: WorkflowDesk, id: string): Promise<TicketState> {
  const rows = await desk.database.ticketEvent.findMany({ where: { ticketId: id }, orderBy: { version: 'asc' } })
  const events = rows.map(eventIn)
  return JSON.parse(JSON.stringify(events.reduce(evolve, undefined as TicketState | undefined)))
}
