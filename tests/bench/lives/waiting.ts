import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Policy } from '../../../domain/promises/policy.ts'
import { parsed } from '../../support/metrics/page.ts'
import { type Cpu, cpuOf, lessOf, memoryOf } from '../measures/cpu.ts'
import type { BenchCustomer } from '../stack/customers.ts'
import type { Running } from '../stack/running.ts'
import { Desk } from './desk.ts'
import { type Opened, openOne } from './openings.ts'

const promised = (
  amount: number,
  unit: 'workingMinutes' | 'workingHours',
  percent: number,
): Omit<Policy, 'id' | 'version'> => ({
  rows: [{ metric: 'response', target: { amount, unit }, calendar: 'always', anchor: 'opened', source: 'bench' }],
  ladder: [{ metric: 'response', percent, notify: ['tier'] }],
  minimumGapSeconds: 300,
})

/** An answer within twenty days: nothing falls due while the bench runs. */
export const patientPolicy = promised(480, 'workingHours', 100)

/** An answer within a minute: the breach acts one second later. */
export const urgentPolicy = promised(1, 'workingMinutes', 100)

/** So many tickets, by so many clients; `tell` hears how many are there. */
export async function openMany(
  { apis, staff }: Running,
  customers: readonly BenchCustomer[],
  { tickets, clients }: { tickets: number; clients: number },
  tell: (opened: number) => void,
): Promise<Opened[]> {
  const desk = new Desk(apis)
  let opened = 0
  return pLimit(clients).map(Array.from({ length: tickets }), async (_none, turn) => {
    const one = await openOne(desk, staff, customers, turn)
    opened++
    tell(opened)
    return one
  })
}

export interface Rest {
  seconds: number
  /** That the worker carried out for tickets. */
  workflowTasks: number
  /** Milliseconds of a processor, by part. */
  cpu: Cpu<string>
  /** Bytes, the most that was seen. */
  memory: number
}

/** Does nothing for so long, and tells what was done all the same. `metricsUrl` is the worker's page. */
export async function rest({ parts, product }: Running, metricsUrl: string, seconds: number): Promise<Rest> {
  const [tasks, cpu, end] = [await ticketTasks(metricsUrl), cpuOf(parts), performance.now() + 1000 * seconds]
  let memory = 0
  while (performance.now() < end) {
    memory = Math.max(memory, memoryOf(product.pid))
    await sleep(Math.min(5000, end - performance.now()))
  }
  return { seconds, workflowTasks: (await ticketTasks(metricsUrl)) - tasks, cpu: lessOf(cpuOf(parts), cpu), memory }
}

/** Resolves when the worker has carried out no task of a ticket for so long. */
export async function settled(metricsUrl: string, seconds: number): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now
    await sleep(1000 * seconds)
    now = await ticketTasks(metricsUrl)
  }
}

async function ticketTasks(metricsUrl: string): Promise<number> {
  const page = parsed(await (await fetch(metricsUrl)).text())
  return page.of('temporal_workflow_task_execution_latency_seconds_count', { workflow_type: 'ticket' }) ?? 0
}

/** Milliseconds from the instant at which a broken promise of a minute acts to the mail that tells of it. */
export async function lateness(running: Running, customers: readonly BenchCustomer[]): Promise<number> {
  const { apis, staff, box, database } = running
  const { ticket } = await openOne(new Desk(apis), staff, customers, 0)
  await box.until(() => box.mailsOf(ticket.number).length > 0)
  await box.silence(5000)
  const told = box.mailsOf(ticket.number).length
  const { nextDueAt } = await database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })
  if (nextDueAt === null) throw new Error('Nothing is promised to whom a minute was')
  await box.until(() => box.mailsOf(ticket.number).length > told, 120_000)
  const breach = box.mailsOf(ticket.number)[told]
  return (breach?.at ?? Number.NaN) - (nextDueAt.getTime() + 1000)
}

export interface Restart {
  /** From the start of the program until it says that it is ready, and until the first act is answered. */
  readyMs: number
  firstMs: number
  /** The longest of the acts after it, each on another ticket, one at a time. */
  mostMs: number
}

/** Starts the product again while all these wait, and answers `acts` of them. */
export async function restart(running: Running, opened: readonly Opened[], acts: number): Promise<Restart> {
  let began = 0
  await running.restart(() => {
    began = performance.now()
  })
  const readyMs = performance.now() - began
  const desk = new Desk(running.apis)
  const every = Math.max(1, Math.floor(opened.length / acts))
  const took: number[] = []
  for (const { ticket } of opened.filter((_one, index) => index % every === 0).slice(0, acts)) {
    const asked = performance.now()
    const path = `/v1/tickets/${ticket.id}/responses`
    await desk.post(running.staff.engineer, path, { message: 'We are looking into it.' })
    took.push(performance.now() - (took.length === 0 ? began : asked))
  }
  const [firstMs = Number.NaN, ...others] = took
  return { readyMs, firstMs, mostMs: Math.max(0, ...others) }
}
