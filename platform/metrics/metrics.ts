import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Mailer } from '../mailer.ts'
import { type Ask, bounded, within } from './readings.ts'

/** Names of routes, verbs, outcomes and queues alone are labels: no id, no person, no customer, so the page stays short. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly readings: (() => Promise<unknown>)[] = []
  /** Pages of others that are shown with ours. */
  private readonly others: (() => Promise<string>)[] = []
  private readonly requests = new Histogram({
    name: 'aftercare_request_seconds',
    help: 'Requests by what was asked and answered, and how long that took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  })
  private readonly acts = new Counter({
    name: 'aftercare_acts_total',
    help: 'Acts that were put to a ticket: recorded, refused (and why), unknown (answered 202), down, failed',
    labelNames: ['verb', 'outcome', 'why'],
    registers: [this.registry],
  })
  private readonly commits = new Histogram({
    name: 'aftercare_commit_seconds',
    help: 'Attempts to write a transition into the database: done or failed',
    labelNames: ['outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  })
  private readonly commitRetries = new Counter({
    name: 'aftercare_commit_retries_total',
    help: 'Those of them that were not the first for their transition',
    registers: [this.registry],
  })
  private readonly mails = new Counter({
    name: 'aftercare_mails_total',
    help: 'Mails handed to the mail server: sent, refused for good, failed and to be tried again',
    labelNames: ['outcome'],
    registers: [this.registry],
  })
  private readonly failures = new Counter({
    name: 'aftercare_readings_failed_total',
    help: 'What this page could not find out, by whom it asked',
    labelNames: ['source'],
    registers: [this.registry],
  })

  constructor() {
    // A counter that appears with its first count hides that count from an alarm on its increase.
    for (const outcome of ['done', 'failed']) this.commits.zero({ outcome })
    for (const outcome of ['sent', 'refused', 'failed']) this.mails.inc({ outcome }, 0)
  }

  readonly countRequest = ({ method, route, status, seconds }: Request): void => {
    this.requests.observe({ method: methods.has(method) ? method : 'other', route: route ?? 'none', status }, seconds)
  }

  readonly countAct = (verb: string, outcome: string, why: string): void => {
    this.acts.inc({ verb, outcome, why })
  }

  readonly countCommit = ({ outcome, attempt, seconds }: Commit): void => {
    this.commits.observe({ outcome }, seconds)
    if (attempt > 1) this.commitRetries.inc()
  }

  countMailsOf(mailer: Mailer): Mailer {
    return {
      ...mailer,
      send: async (mail) => {
        const posted = await mailer.send(mail).catch((error: unknown) => {
          this.mails.inc({ outcome: 'failed' })
          throw error
        })
        this.mails.inc({ outcome: posted === 'accepted' ? 'sent' : 'refused' })
        return posted
      },
    }
  }

  /** Gauges that are asked for at a scrape; while there is no answer, they are left out. */
  read<Name extends string>(source: string, gauges: Record<Name, string>, ask: Ask<Name>): void {
    const made = Object.entries<string>(gauges).map(([name, help]): [string, Gauge] => {
      return [name, new Gauge({ name, help, labelNames: ['queue'], registers: [this.registry] })]
    })
    this.failures.inc({ source }, 0)
    const answer = bounded(ask, () => this.failures.inc({ source }))
    this.readings.push(async () => {
      const figures = await answer()
      for (const [name, gauge] of made) {
        gauge.reset()
        for (const { queue, value } of figures[name as Name] ?? []) gauge.set(queue ? { queue } : {}, value)
      }
    })
  }

  /** A page in the same format, whose names are not ours. */
  add(source: string, page: () => Promise<string>): void {
    this.failures.inc({ source }, 0)
    this.others.push(() =>
      within(page()).catch(() => {
        this.failures.inc({ source })
        return ''
      }),
    )
  }

  /** This process's own memory, processor and event loop. */
  addProcess(): void {
    collectDefaultMetrics({ register: this.registry })
  }

  async page(): Promise<string> {
    const others = await Promise.all(this.others.map((other) => other()))
    await Promise.all(this.readings.map((reading) => reading()))
    return [await this.registry.metrics(), ...others].join('')
  }

  get contentType(): string {
    return this.registry.contentType
  }
}

interface Request {
  method: string
  /** As it is written in the program, never as it was asked for; none where nothing is. */
  route: string | undefined
  status: number
  seconds: number
}

interface Commit {
  outcome: 'done' | 'failed'
  attempt: number
  seconds: number
}

/** A method is the caller's word: any other is one of the rest. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
