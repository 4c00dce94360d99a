import type { Adapter, Pace, Taken, Target, Told } from './adapter.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import { poster } from './post.ts'
import { webhook } from './webhook.ts'
import { wecom } from './wecom.ts'

const adapters = { webhook, wecom, dingtalk, feishu } satisfies Record<string, Adapter>

export interface Notifier {
  paces(kind: string): readonly Pace[]
  /** Never throws. */
  send(kind: string, target: Target, told: Told): Promise<Taken>
}

/** `inside`: the networks, as CIDR, within the house to which it may go; all others that are not public are refused. */
export function createNotifier({ inside }: { inside: readonly string[] }): Notifier {
  const post = poster(inside)
  const of = (kind: string): Adapter => {
    const adapter = Object.entries(adapters).find(([name]) => name === kind)?.[1]
    if (adapter === undefined) throw new Error(`No such kind of channel: ${kind}`)
    return adapter
  }
  return {
    paces: (kind) => of(kind).paces,
    async send(kind, target, told) {
      const { request, judge } = of(kind)
      const answer = await post(request(target, told, new Date()))
      return 'fault' in answer ? { again: answer.fault } : judge(answer)
    },
  }
}
