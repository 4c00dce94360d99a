import { createHmac } from 'node:crypto'
import type { Adapter } from './adapter.ts'
import { asJson, codeIn, withoutMentions } from './post.ts'

/** Its safety settings do not let it in (signature, keyword or address); no such robot. */
const forGood = [310000, 300001, 300005]
const tooFast = [130101, 410100]

/**
 * 钉钉自定义机器人, https://open.dingtalk.com/document/robots/custom-robot-access: with 加签 the milliseconds and
 * `HMAC-SHA256(<ms>\n<secret>)` by the secret stand in the query; 20 messages a minute, beyond which nothing is taken for
 * ten; what became of it stands in a 200's `errcode`.
 */
export const dingtalk: Adapter = {
  request({ url, secret }, { text }, now) {
    const signed = new URL(url)
    if (secret !== null) {
      const timestamp = String(now.getTime())
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
      signed.searchParams.set('timestamp', timestamp)
      signed.searchParams.set('sign', sign)
    }
    const body = JSON.stringify({ msgtype: 'text', text: { content: withoutMentions(text) } })
    return { url: signed.href, headers: asJson, body }
  },
  judge(answer) {
    const code = codeIn(answer, 'errcode')
    if (answer.status === 200 && code === 0) return 'accepted'
    if (code !== undefined && tooFast.includes(code)) return { again: String(code), inMs: 600_000 }
    if (code !== undefined && forGood.includes(code)) return { refused: String(code) }
    return { again: String(code ?? answer.status) }
  },
  paces: [{ most: 20, withinMs: 60_000 }],
}
