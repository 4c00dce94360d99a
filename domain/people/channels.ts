import { type BusinessCalendar, checkCalendar, coverageOf, type Fault } from '../time/business-calendar.ts'
import type { Instant } from '../time/instant.ts'

/** By which our people are paged beside the mail: a webhook of theirs, or the robot of a group in 企业微信, 钉钉 or 飞书. */
export const channelKinds = ['webhook', 'wecom', 'dingtalk', 'feishu'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** Hours of a week, in the zone of whom they are for; all of them when null. */
export type Hours = BusinessCalendar['week'] | null

/** Whether a channel of these hours is used at that instant. */
export function isOnAt(hours: Hours, timeZone: string, at: Instant): boolean {
  if (hours === null) return true
  const { segments } = coverageOf({ timeZone, week: hours, overrides: [] }, at, at)
  return segments.some(([from, to]) => from <= at && at < to)
}

interface Channel {
  kind: ChannelKind
  url: string
  /** What its requests are signed with; null where they are not. */
  secret: string | null
  hours: Hours
}

/** What of a channel does not go together. `inside`: addresses within the house are allowed, and http to them. */
export function channelFaults({ kind, url, secret, hours }: Channel, timeZone: string, inside: boolean) {
  return [...addressFaults(kind, url, inside), ...secretFaults(kind, secret), ...hoursFaults(hours, timeZone)]
}

/** What each robot's own address looks like, so that one that was cut, or another page's, is found at once. */
const shapes: Record<ChannelKind, { fits(url: URL): boolean; looksLike: string }> = {
  webhook: { fits: () => true, looksLike: '' },
  wecom: {
    fits: ({ searchParams }) => Boolean(searchParams.get('key')),
    looksLike: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  },
  dingtalk: {
    fits: ({ searchParams }) => Boolean(searchParams.get('access_token')),
    looksLike: 'https://oapi.dingtalk.com/robot/send?access_token=…',
  },
  feishu: {
    fits: ({ pathname }) => /\/bot\/v2\/hook\/[^/]+$/.test(pathname),
    looksLike: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
  },
}

function addressFaults(kind: ChannelKind, text: string, inside: boolean): Fault[] {
  const wrong = (message: string) => [{ path: ['url'], message }]
  if (!URL.canParse(text)) return wrong('Not an address')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(inside && url.protocol === 'http:')) return wrong('Expected https://')
  if (url.username || url.password) return wrong('Leave name and password out of it: give a secret')
  if (!shapes[kind].fits(url)) return wrong(`Not the address of such a robot: ${shapes[kind].looksLike}`)
  return []
}

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const webhookSecret = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/

function secretFaults(kind: ChannelKind, secret: string | null): Fault[] {
  const wrong = (message: string) => [{ path: ['secret'], message }]
  if (kind === 'wecom')
    return secret === null ? [] : wrong('企业微信 robots sign nothing: the key in the address is all')
  if (kind !== 'webhook') return []
  if (secret === null) return wrong('A webhook is always signed')
  return webhookSecret.test(secret) ? [] : wrong('Expected whsec_ and 24 to 64 random bytes in base64')
}

function hoursFaults(hours: Hours, timeZone: string): Fault[] {
  if (hours === null) return []
  return checkCalendar({ timeZone, week: hours, overrides: [] }).map(({ path, message }) => ({
    path: ['hours', ...(path[0] === 'week' ? path.slice(1) : [])],
    message: path.length === 1 ? 'No hour of any day: leave it out for all hours, or disable the channel' : message,
  }))
}
