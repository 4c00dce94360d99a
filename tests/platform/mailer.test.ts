import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createMailer, type Mail } from '../../platform/mailer.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'

let smtp: SmtpCatcher
beforeAll(async () => {
  smtp = await startSmtp()
})
afterAll(() => smtp.close())

let count = 0
const plain = { html: '<p>x</p>', text: 'x', thread: '<thread@desk.example>', language: 'en', urgent: false }

/** As the server was given it: each header unfolded and not decoded, and the mail as it is read. */
async function sent({ to = { name: 'Li', address: 'li@a.example' }, subject = 's' }: Partial<Mail>, from?: string) {
  const mailer = createMailer({ smtpUrl: smtp.url, from: from ?? 'Aftercare <desk@aftercare.example>' })
  const messageId = `<${count++}@${mailer.domain}>`
  try {
    expect(await mailer.send({ ...plain, to, subject, messageId })).toBe('accepted')
  } finally {
    await mailer.close()
  }
  const mail = smtp.mails.find((one) => one.messageId === messageId)
  if (mail === undefined) throw new Error('It did not arrive')
  const unfolded = (mail.raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(unfolded)?.[1] ?? ''
  return { header, envelope: mail.to, parsed: mail.parsed }
}

/** What a header would be decoded to by somebody who decodes it twice, or in the wrong place. */
const lookalikes = [
  '=?utf-8?q?Wang=0D=0AWei?=',
  '=?UTF-8?Q?Order=20=0ANo=2E=207?=',
  '=?utf-8?B?V2FuZw==?=',
  'see =?utf-8?q?a?= here',
  '=?utf-8?q?a b?=',
  '=?gbk?b?x?= =?utf-8?q?y?=',
  '[T-2026-000001] Received: =?UTF-8?Q?=0ABcc:_all?=',
  'say "=?utf-8?q?a?=" \\ or',
  '王伟 =?utf-8?q?a?=',
  `=?utf-8?q?${'long_'.repeat(40)}?=`,
  'if a =? b then',
]

describe('F11: text that looks like an encoded word reaches the reader as it was typed', () => {
  test.each(lookalikes)('as subject and as name: %s', async (typed) => {
    const { header, envelope, parsed } = await sent({ to: { name: typed, address: 'li@a.example' }, subject: typed })
    expect(parsed.subject).toBe(typed)
    expect(parsed.to).toMatchObject({ value: [{ name: typed, address: 'li@a.example' }] })
    expect(envelope).toBe('li@a.example')
    // Words of our own alone: nothing that was typed is left for anybody to decode.
    const words = String.raw`=\?UTF-8\?[BQ]\?[^?\s]+\?=`
    expect(header('Subject')).toMatch(new RegExp(`^${words}( ${words})*$`))
    expect(header('To')).toMatch(new RegExp(`^${words}( ${words})* <li@a\\.example>$`))
    for (const [word] of `${header('Subject')} ${header('To')}`.matchAll(new RegExp(words, 'g'))) {
      expect(word.length).toBeLessThanOrEqual(75)
    }
  })

  test('all other text goes as it went', async () => {
    const { header } = await sent({ to: { name: 'Li, "Hua"', address: 'li@a.example' }, subject: 'Is a = b? Yes?' })
    expect(header('Subject')).toBe('Is a = b? Yes?')
    expect(header('To')).toBe('"Li, \\"Hua\\"" <li@a.example>')
  })
})

describe('F12: mail goes to and from addresses under any domain of the internet', () => {
  test.each([
    ['li@xn--fsqu00a.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['li@例子.中国', 'li@xn--fsqu00a.xn--fiqs8s'],
    ["r&d.o'hara+x@case.example", "r&d.o'hara+x@case.example"],
  ])('to %s', async (address, written) => {
    const { header } = await sent({ to: { name: 'Li', address } })
    expect(header('To')).toBe(`Li <${written}>`)
  })

  test('from one whose domain is Chinese', async () => {
    const { header } = await sent({}, '售后 <desk@例子.中国>')
    expect(header('From')).toMatch(/ <desk@xn--fsqu00a\.xn--fiqs8s>$/)
    expect(header('Message-ID')).toMatch(/^<\d+@xn--fsqu00a\.xn--fiqs8s>$/)
  })
})
