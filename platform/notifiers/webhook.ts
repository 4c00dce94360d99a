import { createHmac } from 'node:crypto'
import type { Adapter } from './adapter.ts'
import { asJson } from './post.ts'

/**
 * Signed as by Standard Webhooks 1.0 (standardwebhooks.com), for which most languages have a library that verifies it:
 * HMAC-SHA256 of `<id>.<timestamp>.<body>` by the secret's bytes.
 */
export const webhook: Adapter = {
  request({ url, secret }, { key, text, data }, now) {
    const body = JSON.stringify({ ...data, text })
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const signature = createHmac('sha256', Buffer.from((secret ?? '').replace(/^whsec_/, ''), 'base64'))
      .update(`${key}.${timestamp}.${body}`)
      .digest('base64')
    const signed = { 'webhook-id': key, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
    return { url, headers: { ...asJson, ...signed }, body }
  },
  judge({ status, headers }) {
    if (status >= 200 && status < 300) return 'accepted'
    // It asks to be sent nothing any more.
    if (status === 410) return { refused: '410' }
    const seconds = Number(headers['retry-after'])
    return { again: String(status), ...(seconds > 0 && { inMs: Math.min(seconds, 3600) * 1000 }) }
  },
  paces: [],
}
