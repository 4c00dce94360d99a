import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type RobotKind = 'webhook' | 'wecom' | 'dingtalk' | 'feishu'

/** What one of them took in, as its group reads it. */
export interface Caught {
  kind: RobotKind
  address: string
  text: string
  at: number
  body: Record<string, unknown>
  /** `webhook-id`, of a webhook. */
  id: string | undefined
}

interface Answer {
  status: number
  body: object
  headers?: Record<string, string>
}

interface Seen {
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

/** Beyond which its documentation says that nothing is taken. */
const limits: Record<RobotKind, { most: number; withinMs: number }[]> = {
  webhook: [],
  wecom: [{ most: 20, withinMs: 60_000 }],
  dingtalk: [{ most: 20, withinMs: 60_000 }],
  feishu: [
    { most: 100, withinMs: 60_000 },
    { most: 5, withinMs: 1000 },
  ],
}

/**
 * Robots and a webhook as their documentation describes them, written from that and not from our adapters: the request's
 * form, the signature, and how often. Each answers as it does there, with its code in a 200's body.
 */
export class Robots {
  readonly caught: Caught[] = []
  /** What was not as the documentation wants it, by its code. */
  readonly refused: string[] = []
  /** By the address's own part: answered with that status and nothing else, however good the request. */
  readonly broken = new Map<string, number>()
  /** How often each address was asked at all. */
  readonly asked = new Map<string, number>()
  private readonly secrets = new Map<string, string>()
  private readonly times = new Map<string, number[]>()
  private readonly server: Server
  private port = 0

  private constructor() {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const url = new URL(request.url ?? '', 'http://robots')
        const { status, body: answer, headers } = this.answer(request, { url, headers: request.headers, body })
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
      })
    })
  }

  static async start(): Promise<Robots> {
    const robots = new Robots()
    await new Promise<void>((resolve) => robots.server.listen(0, '127.0.0.1', resolve))
    robots.port = (robots.server.address() as AddressInfo).port
    return robots
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** The address of one, as its group shows it. */
  address(kind: RobotKind, name: string, secret?: string): string {
    if (secret !== undefined) this.secrets.set(name, secret)
    const paths = {
      webhook: `/hook/${name}`,
      wecom: `/cgi-bin/webhook/send?key=${name}`,
      dingtalk: `/robot/send?access_token=${name}`,
      feishu: `/open-apis/bot/v2/hook/${name}`,
    }
    return `http://127.0.0.1:${this.port}${paths[kind]}`
  }

  sentTo(name: string): Caught[] {
    return this.caught.filter(({ address }) => address === name)
  }

  private answer({ method }: IncomingMessage, seen: Seen): Answer {
    const [kind, name] = placeOf(seen.url)
    this.asked.set(name, (this.asked.get(name) ?? 0) + 1)
    const status = this.broken.get(name)
    if (status !== undefined) return { status, body: {} }
    if (method !== 'POST') return { status: 405, body: {} }
    const isJson = /^application\/json(;|$)/.test(String(seen.headers['content-type']))
    const code = isJson ? this.judge(kind, name, seen) : -1
    if (code !== 0) this.refused.push(`${kind} ${code}`)
    if (kind === 'webhook') return { status: code === 0 ? 204 : 401, body: {} }
    return { status: 200, body: kind === 'feishu' ? { code, msg: '', data: {} } : { errcode: code, errmsg: '' } }
  }

  private judge(kind: RobotKind, name: string, { url, headers, body }: Seen): number {
    const sent = JSON.parse(body) as Record<string, unknown>
    const secret = this.secrets.get(name)
    if (kind === 'webhook') {
      const id = String(headers['webhook-id'])
      const time = Number(headers['webhook-timestamp'])
      const key = Buffer.from((secret ?? '').slice('whsec_'.length), 'base64')
      const right = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
      const given = String(headers['webhook-signature']).split(' ')
      if (Math.abs(Date.now() / 1000 - time) > 300) return 401
      if (!given.some((one) => one.startsWith('v1,') && same(one.slice(3), right))) return 401
      return this.take(kind, name, String(sent.text), sent, id)
    }
    if (kind === 'feishu') {
      const time = String(sent.timestamp)
      const right = createHmac('sha256', `${time}\n${secret}`).digest('base64')
      const isOld = Math.abs(Date.now() / 1000 - Number(time)) > 3600
      if (secret !== undefined && (isOld || !same(String(sent.sign), right))) return 19021
      const { text: said } = (sent.content ?? {}) as { text?: unknown }
      if (sent.msg_type !== 'text' || typeof said !== 'string' || Buffer.byteLength(body) > 20 * 1024) return 9499
      return this.isTooOften(kind, name) ? 11232 : this.take(kind, name, said, sent)
    }
    const { content } = (sent.text ?? {}) as { content?: unknown }
    if (kind === 'dingtalk' && secret !== undefined) {
      const time = url.searchParams.get('timestamp') ?? ''
      const right = createHmac('sha256', secret).update(`${time}\n${secret}`).digest('base64')
      const isOld = Math.abs(Date.now() - Number(time)) > 3_600_000
      if (isOld || !same(url.searchParams.get('sign') ?? '', right)) return 310000
    }
    if (sent.msgtype !== 'text' || typeof content !== 'string') return 40008
    if (kind === 'wecom' && Buffer.byteLength(content) > 2048) return 40058
    if (this.isTooOften(kind, name)) return kind === 'wecom' ? 45009 : 130101
    return this.take(kind, name, content, sent)
  }

  private isTooOften(kind: RobotKind, name: string): boolean {
    const times = this.times.get(name) ?? []
    const now = Date.now()
    this.times.set(name, [...times, now])
    return limits[kind].some(({ most, withinMs }) => times.filter((at) => at > now - withinMs).length >= most)
  }

  private take(kind: RobotKind, address: string, said: string, body: Record<string, unknown>, id?: string): number {
    this.caught.push({ kind, address, text: said, at: Date.now(), body, id })
    return 0
  }
}

function placeOf({ pathname, searchParams }: URL): [RobotKind, string] {
  const name = pathname.split('/').at(-1) ?? ''
  if (pathname === '/cgi-bin/webhook/send') return ['wecom', searchParams.get('key') ?? '']
  if (pathname === '/robot/send') return ['dingtalk', searchParams.get('access_token') ?? '']
  return pathname.startsWith('/open-apis/bot/v2/hook/') ? ['feishu', name] : ['webhook', name]
}

function same(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
