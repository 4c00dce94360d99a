import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from '../rehearse/api.ts'
import { TicketTime } from '../rehearse/ticket-time.ts'
import { nightLadder, opening } from './night-ladder.ts'
import type { People } from './people.ts'

export interface Clock {
  id: string
  source: string
  state: string
  startedAt: string
  dueAt: string | null
  breached: boolean
  pauses: { from: string; to: string }[]
}
export interface Ticket {
  id: string
  number: string
  openedAt: string
  status: string
  clocks: Clock[]
}
export interface Event {
  version: number
  type: string
  at: string
  actor: { name: string; role: string }
  data: Record<string, unknown>
  mails: { message: string; to: string | null; status: string }[]
}

interface Told {
  event(event: Event, openedAt: number): void
  mail(event: Event, mail: Event['mails'][number]): void
}

/** Plays the night ladder on a running stack, from now on, and tells each event and each mail once, as they come. */
export async function playNight(people: People, told: Told): Promise<Ticket> {
  const [admin, agent] = await Promise.all([people.as('usr_admin'), people.as('usr_hemiao')])
  const opened = await agent.post<Ticket>('/v1/tickets', opening, randomUUID())
  const openedAt = seconds(opened.openedAt)
  const time = new TicketTime(openedAt, Date.now(), Date.now())
  const moveTo = async (at: number) => {
    const advanceSeconds = Math.ceil(at - time.at(Date.now()))
    if (advanceSeconds <= 0) return
    await admin.post(`/v1/sandbox/tickets/${opened.id}/clock`, { advanceSeconds }, randomUUID())
    time.advanced(advanceSeconds)
  }
  const watch = new Watch(admin, opened.id, openedAt, told)
  for (const { after, who, noun, body } of nightLadder) {
    await moveTo(openedAt + after)
    await watch.tell()
    const given = typeof body === 'function' ? body(openedAt + after) : body
    const sent = Date.now()
    await (await people.as(who)).post(`/v1/tickets/${opened.id}/${noun}`, given, randomUUID())
    const answered = Date.now()
    await watch.tell()
    time.shown(watch.newestAt, sent, answered)
  }
  await watch.untilQuiet()
  return admin.get<Ticket>(`/v1/tickets/${opened.id}`)
}

/** What the ticket's timeline has told so far. */
class Watch {
  /** When the newest of it happened, by the ticket's clock. */
  newestAt = 0
  private seen = 0
  private readonly mailed = new Set<string>()
  private readonly api: Api
  private readonly id: string
  private readonly openedAt: number
  private readonly told: Told

  constructor(api: Api, id: string, openedAt: number, told: Told) {
    this.api = api
    this.id = id
    this.openedAt = openedAt
    this.told = told
  }

  /** Answers whether there was something new. */
  async tell(): Promise<boolean> {
    const { items } = await this.api.get<{ items: Event[] }>(`/v1/tickets/${this.id}/events?limit=100`)
    const before = this.seen + this.mailed.size
    for (const event of items) {
      if (event.version > this.seen) this.told.event(event, this.openedAt)
      this.seen = Math.max(this.seen, event.version)
      this.newestAt = seconds(event.at)
      for (const mail of event.mails.filter(({ status }) => status === 'sent')) {
        const key = `${event.version} ${mail.message} ${mail.to}`
        if (this.mailed.has(key)) continue
        this.mailed.add(key)
        this.told.mail(event, mail)
      }
    }
    return this.seen + this.mailed.size > before
  }

  /** What was decided last is still being mailed. */
  async untilQuiet(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await sleep(700)
      quiet = (await this.tell()) ? 0 : quiet + 1
    }
  }
}

export function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}
