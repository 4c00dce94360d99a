import { createHmac } from 'node:crypto'
import type { Adapter } from './adapter.ts'
import { asJson, codeIn, withoutMentions } from './post.ts'

/** Not as it wants it; no such robot; its safety settings do not let it in: signature, address, keyword. */
const forGood = [9499, 19001, 19021, 19022, 19024]
const tooMany = 11232

/**
 * 飞书自定义机器人, https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: with 签名校验 the seconds and the
 * signature stand in the body; `<seconds>\n<secret>` is the key and the message is empty; 100 messages a minute and 5 a
 * second; what became of it stands in `code`.
 */
export const feishu: Adapter = {
  request({ url, secret }, { text }, now) {
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const sign = secret === null ? {} : { timestamp, sign: signatureOf(timestamp, secret) }
    const message = { ...sign, msg_type: 'text', content: { text: withoutMentions(text) } }
    return { url, headers: asJson, body: JSON.stringify(message) }
  },
  judge(answer) {
    const code = codeIn(answer, 'code')
    if (answer.status === 200 && code === 0) return 'accepted'
    if (code === tooMany || answer.status === 429) return { again: String(code ?? answer.status), inMs: 60_000 }
    if (code !== undefined && forGood.includes(code)) return { refused: String(code) }
    return { again: String(code ?? answer.status) }
  },
  paces: [
    { most: 100, withinMs: 60_000 },
    { most: 5, withinMs: 1000 },
  ],
}

function signatureOf(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
}
