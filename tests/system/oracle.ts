import { expect } from '@jest/globals'
import type { Client } from '@temporalio/client'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import type { TicketEvent } from '../../domain/ticket/events.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { hasEnded, type TicketState } from '../../domain/ticket/state.ts'
import { isOpenVisit } from '../../domain/ticket/visit.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { progressQuery, ticketWorkflowId } from '../../workflows/messages/ticket.ts'
import { toldBy } from '../support/ticket/told-by.ts'
import type { CaughtMail } from '../support/mail/smtp.ts'
import type { Entry } from './journal.ts'
import { eventIn } from '../../store/rows.ts'

export interface Seen {
  database: PrismaClient
  client: Client
  taskQueue: string
  mails: CaughtMail[]
  entries: Entry[]
}

/** What must hold after any fault and a drain; each check names the invariant. */
export async function expectInvariants({ database, client, taskQueue, mails, entries }: Seen): Promise<void> {
  const rows = await database.ticket.findMany({ include: { events: { orderBy: { version: 'asc' } } } })
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    const events = row.events.map(eventIn)
    // I4: transitions are legal and gap-free.
    expect(events.map((event) => event.version)).toEqual(events.map((_event, index) => index + 1))
    // I3: the row = the workflow's state = the fold of the audit.
    const folded = events.reduce<TicketState | undefined>(evolve, undefined)
    if (folded === undefined) throw new Error(`Ticket ${row.id} has no events`)
    const state = plain(folded)
    expect(row.record).toEqual(plain(ticketRecordOf(state)))
    const ticket = client.workflow.getHandle(ticketWorkflowId(row.id))
    const { status } = await ticket.describe()
    if (!hasEnded(state)) expect(status.name).toBe('RUNNING')
    if (status.name === 'RUNNING') {
      expect((await ticket.query(progressQuery)).state).toEqual(state)
      await expectOneTimer(client, row.id, state)
    }
    await expectMails(database, mails, row.id, events)
    await expectBookings(database, state)
  }
  await expectNoStranger(client, taskQueue, new Set(rows.map((row) => row.id)))
  await expectJournal(database, entries)
}

/** I1: every 2xx is there exactly once. I2: what was not answered happened once or not at all. */
async function expectJournal(database: PrismaClient, entries: Entry[]): Promise<void> {
  const written = await database.ticketEvent.findMany({ select: { data: true } })
  const counts = new Map<string, number>()
  for (const { data } of written) {
    const keys = new Set(JSON.stringify(data).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g))
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const { key, answers } of entries) {
    const times = counts.get(key) ?? 0
    const last = answers.at(-1)
    if (last === 200 || last === 201) expect({ key, times }).toEqual({ key, times: 1 })
    else expect(times).toBeLessThanOrEqual(1)
  }
}

/** I5: each due mail was handed over at least once, every copy with the key's one Message-ID. */
async function expectMails(
  database: PrismaClient,
  mails: CaughtMail[],
  ticketId: string,
  events: TicketEvent[],
): Promise<void> {
  const deliveries = await database.emailDelivery.findMany({ where: { ticketId } })
  for (const { message, version, to, except } of toldBy(events)) {
    // The only one of a tier has no colleague to tell that the ticket is taken.
    if (except && to.every((one) => one === 'tier')) continue
    const due = deliveries.filter((one) => one.message === message && one.version === version)
    expect({ message, version, due: due.length }).not.toEqual({ message, version, due: 0 })
  }
  for (const { key, messageId, address, status, recipientId, message, version } of deliveries) {
    // What came close together went out as one, with the newest.
    const carriers = deliveries.filter((one) => one.recipientId === recipientId && one.message === message)
    if (status === 'merged' && carriers.some((one) => one.version > version && one.status === 'sent')) continue
    const copies = mails.filter((mail) => mail.messageId === messageId)
    expect({ key, status, handedOver: copies.length > 0 }).toEqual({ key, status: 'sent', handedOver: true })
    expect(new Set(copies.map((copy) => copy.to))).toEqual(new Set([address]))
  }
}

/** R4.1: booked is whoever is expected somewhere by the ticket's history, and nobody else. */
async function expectBookings(database: PrismaClient, { id, visits = [] }: TicketState): Promise<void> {
  const booked = await database.visit.findMany({ where: { ticketId: id, booked: true }, orderBy: { n: 'asc' } })
  expect(booked.map(({ n, engineerId, from }) => [n, engineerId, from.getTime() / 1000])).toEqual(
    visits.filter(isOpenVisit).map(({ n, engineer, from }) => [n, engineer.id, from]),
  )
}

/** I6: exactly one pending timer, at the earliest threshold of all clocks. */
async function expectOneTimer(client: Client, ticketId: string, state: TicketState): Promise<void> {
  const deadline = nextDeadline(state)
  const { events } = await client.workflow.getHandle(ticketWorkflowId(ticketId)).fetchHistory()
  const over = new Set(
    (events ?? []).flatMap((event) => {
      const ended = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes
      return ended ? [String(ended.startedEventId)] : []
    }),
  )
  const pending = (events ?? []).filter(
    (event) => event.timerStartedEventAttributes && !over.has(String(event.eventId)),
  )
  // I8: nothing unfinished is silent.
  const finished = ['closed', 'cancelled'].includes(state.status.name)
  expect({ ticketId, told: deadline !== undefined || finished }).toEqual({ ticketId, told: true })
  if (deadline === undefined) return
  expect(pending).toHaveLength(1)
  const [timer] = pending
  const { startToFireTimeout, workflowTaskCompletedEventId } = timer?.timerStartedEventAttributes ?? {}
  const completed = events?.find(({ eventId }) => String(eventId) === String(workflowTaskCompletedEventId))
  const { startedEventId } = completed?.workflowTaskCompletedEventAttributes ?? {}
  const started = events?.find(({ eventId }) => String(eventId) === String(startedEventId))
  const late = Number(timer?.eventTime?.seconds) + Number(startToFireTimeout?.seconds) - deadline.at
  // The engine starts it when the task is through, which takes as long as the database is away.
  const task = Number(completed?.eventTime?.seconds) - Number(started?.eventTime?.seconds)
  expect(late).toBeGreaterThanOrEqual(-2)
  expect(late).toBeLessThanOrEqual(task + 2)
}

/** I6: every open workflow has a row. */
async function expectNoStranger(client: Client, taskQueue: string, known: Set<string>): Promise<void> {
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType = 'ticket' AND ExecutionStatus = 'Running'`
  for await (const { workflowId } of client.workflow.list({ query })) {
    expect(known.has(workflowId.replace('ticket/', ''))).toBe(true)
  }
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
