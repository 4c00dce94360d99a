import type { Adapter } from './adapter.ts'
import { asJson, codeIn, withoutMentions } from './post.ts'

/** No such robot; not text; empty or too long. */
const forGood = [93000, 40008, 44004, 40058]
const tooMany = 45009

/**
 * 企业微信群机器人, https://developer.work.weixin.qq.com/document/path/91770: the key stands in the address and nothing is
 * signed; a text has 2,048 bytes at most; 20 messages a minute; what became of it stands in a 200's `errcode`.
 */
export const wecom: Adapter = {
  request: ({ url }, { text }) => ({
    url,
    headers: asJson,
    body: JSON.stringify({ msgtype: 'text', text: { content: withoutMentions(text) } }),
  }),
  judge(answer) {
    const code = codeIn(answer, 'errcode')
    if (answer.status === 200 && code === 0) return 'accepted'
    if (code === tooMany) return { again: String(code), inMs: 60_000 }
    if (code !== undefined && forGood.includes(code)) return { refused: String(code) }
    return { again: String(code ?? answer.status) }
  },
  paces: [{ most: 20, withinMs: 60_000 }],
}
