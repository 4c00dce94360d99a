import type { TicketRecord } from '../../domain/ticket/record.ts'
import { fromIso } from '../../domain/time/instant.ts'
import { type Api, Refused } from './api.ts'
import { CannotRehearse } from './cannot.ts'
import type { Incident } from './log.ts'
import type { Act, Step } from './plan.ts'
import type { Ground } from './prepare.ts'
import { requestOf } from './requests.ts'
import { TicketTime } from './ticket-time.ts'

/** A stack to play on. `run` and the incident's place make each command's key; `nowMs` is a real clock. */
export interface Stage {
  api: Api
  ground: Ground
  run: string
  nowMs(): number
}

/** A ticket on the desk, with the time it has. */
export class TicketOnDesk {
  readonly id: string
  private readonly stage: Stage
  private readonly key: string
  private readonly openedAt: number
  private readonly time: TicketTime
  private asked = 0

  private constructor(stage: Stage, key: string, record: TicketRecord, sentMs: number) {
    this.stage = stage
    this.key = key
    this.id = record.id
    this.openedAt = fromIso(record.openedAt)
    this.time = new TicketTime(this.openedAt, sentMs, stage.nowMs())
  }

  static async open(stage: Stage, incident: Incident, priority: string, key: string): Promise<TicketOnDesk> {
    const { contractId, reporterId } = stage.ground
    const { number, channel } = incident
    const text = { subject: `Rehearsal of ${number}`, description: `Incident ${number}, played from its log.` }
    const sentMs = stage.nowMs()
    const body = { contractId, reporterId, ...text, priority, channel }
    return new TicketOnDesk(stage, key, await stage.api.post<TicketRecord>('/v1/tickets', body, key), sentMs)
  }

  read(): Promise<TicketRecord> {
    return this.stage.api.get(`/v1/tickets/${this.id}`)
  }

  /** Moves by the log's gap, less the real time that has passed: an error never adds up. */
  async moveClockTo(step: Step): Promise<void> {
    const seconds = Math.round(this.openedAt + step.after - this.time.at(this.stage.nowMs()))
    if (seconds < 1) return
    const path = `/v1/sandbox/tickets/${this.id}/clock`
    await this.stage.api.post(path, { advanceSeconds: seconds }, this.nextKey()).catch((error: unknown) => {
      // The first move of a ticket tells whether time can be moved at all.
      if (error instanceof Refused && this.asked === 1)
        throw new CannotRehearse(`Time cannot be moved: ${error.message}`)
      throw error
    })
    this.time.advanced(seconds)
  }

  /** Undefined when it was done, else why it was refused. */
  async ask(act: Act): Promise<string | undefined> {
    const { noun, body } = requestOf(act)
    const sentMs = this.stage.nowMs()
    try {
      const record = await this.stage.api.post<TicketRecord>(`/v1/tickets/${this.id}/${noun}`, body, this.nextKey())
      const instant = instantOf(act, record)
      if (instant) this.time.shown(fromIso(instant), sentMs, this.stage.nowMs())
      return undefined
    } catch (error) {
      if (error instanceof Refused) return error.message
      throw error
    }
  }

  private nextKey(): string {
    return `${this.key}-${++this.asked}`
  }
}

/** Where the record shows when the act was done, if it does. */
function instantOf(act: Act, record: TicketRecord): string | null | undefined {
  switch (act.do) {
    case 'respond':
      return record.respondedAt
    case 'pause':
      return record.pending?.since
    case 'resolve':
      return record.resolvedAt
    case 'signOff':
      return record.closedAt
    default:
      return undefined
  }
}
