import { type Api, Refused } from '../../bin/rehearse/api.ts'
import type { Ground } from '../../bin/rehearse/prepare.ts'
import type { Actor } from '../../domain/people/actors.ts'
import type { Priority } from '../../domain/promises/subject.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import { decide } from '../../domain/ticket/verbs/decide.ts'
import type { Draft } from '../../domain/ticket/events.ts'
import { record } from '../../domain/ticket/evolve.ts'
import { fallDue } from '../../domain/ticket/fall-due.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { isRefusal, type Refusal } from '../../domain/ticket/refusal.ts'
import type { Terms, TicketState } from '../../domain/ticket/state.ts'
import type { Channel } from '../../domain/promises/subject.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import type { Targets } from '../../bin/rehearse/options.ts'

const admin: Actor = { id: 'admin', role: 'admin', name: 'Admin' }
export const ground: Ground = { contractId: 'contract', reporterId: 'acceptor', engineerIds: ['e1', 'e2', 'e3'] }

const verbOf: Record<string, Verb> = {
  triage: 'triage',
  responses: 'respond',
  assignments: 'assign',
  'hand-overs': 'handOver',
  'hand-downs': 'handDown',
  pauses: 'pause',
  resumption: 'resume',
  resolution: 'resolve',
  'sign-off': 'signOff',
  reopening: 'reopen',
}

/** A desk with the real rules behind the REST paths; each request takes `requestSeconds`, on every ticket. */
export class DeskInMemory implements Api {
  private readonly tickets: { state: TicketState; ahead: number }[] = []
  private readonly targets: Targets
  private readonly requestSeconds: number
  private realSeconds = 1_700_000_000

  constructor(targets: Targets, requestSeconds = 0.3) {
    this.targets = targets
    this.requestSeconds = requestSeconds
  }

  nowMs(): number {
    return this.realSeconds * 1000
  }

  async get<T>(path: string): Promise<T> {
    return ticketRecordOf(this.ticketOf(path).state) as T
  }

  async post<T>(path: string, body: object): Promise<T> {
    this.realSeconds += this.requestSeconds
    if (path.startsWith('/v1/sandbox')) return this.advance(path, body as { advanceSeconds: number }) as T
    if (path === '/v1/tickets') return this.open(body as { subject: string; priority: Priority; channel: Channel }) as T
    return this.act(path, body) as T
  }

  private advance(path: string, { advanceSeconds }: { advanceSeconds: number }) {
    const ticket = this.ticketOf(path)
    ticket.ahead += advanceSeconds
    ticket.state = fallDue(ticket.state, this.timeOf(ticket)).state
    return ticketRecordOf(ticket.state)
  }

  private open({ subject, priority, channel }: { subject: string; priority: Priority; channel: Channel }) {
    const id = `${this.tickets.length}`
    const facts = { id, number: id, customer: { id: 'c', name: 'C' }, subject, description: subject, channel, priority }
    const opening = { ...facts, terms: this.terms(), coverage: {}, kind: 'incident', class: 'general' } as const
    const at = this.timeOf({ ahead: 0 })
    const drafts = sure(open({ ...opening, reporter: { id: 'acceptor', name: 'A' } }, at))
    this.tickets.push({ state: record(undefined, drafts, admin, at).state, ahead: 0 })
    return this.get(`/v1/tickets/${id}`)
  }

  private act(path: string, body: object) {
    const noun = path.split('/').at(-1) ?? ''
    const ticket = this.ticketOf(path)
    const at = this.timeOf(ticket)
    ticket.state = fallDue(ticket.state, at).state
    const { assigneeId } = body as { assigneeId?: string }
    const command = { ...body, ...(assigneeId && { assignee: { id: assigneeId, name: assigneeId } }) }
    const drafts = sure(decide(ticket.state, verbOf[noun] ?? 'note', command as Bodies[Verb], admin, at))
    ticket.state = record(ticket.state, drafts, admin, at).state
    return ticketRecordOf(ticket.state)
  }

  private timeOf({ ahead }: { ahead: number }): number {
    return Math.floor(this.realSeconds + ahead)
  }

  private ticketOf(path: string) {
    const ticket = this.tickets[Number(/tickets\/(\d+)/.exec(path)?.[1])]
    if (ticket === undefined) throw new Refused(404, '404')
    return ticket
  }

  private terms(): Terms {
    const { response, resolution } = this.targets
    const row = { calendar: 'always', anchor: 'opened', source: 'rehearsal' } as const
    return {
      contractId: 'contract',
      acceptor: { id: 'acceptor', name: 'A' },
      reopenWindowDays: 7,
      pauseRules: [
        { reason: 'customer', metrics: ['resolution'] },
        { reason: 'supplier', metrics: ['resolution'] },
      ],
      policy: {
        id: 'policy',
        version: 1,
        rows: [
          { ...row, metric: 'response', target: { amount: response / 60, unit: 'workingMinutes' } },
          { ...row, metric: 'resolution', target: { amount: resolution / 60, unit: 'workingMinutes' } },
        ],
        ladder: [],
        minimumGapSeconds: 300,
      },
    }
  }
}

function sure(answer: Draft[] | Refusal): Draft[] {
  if (isRefusal(answer)) throw new Refused(409, answer.reason)
  return answer
}
