import { describe, expect, test } from '@jest/globals'
import { languages } from '../../domain/people/languages.ts'
import { noticesFor } from '../../domain/ticket/told-of.ts'
import { renderMail } from '../../letters/render.ts'
import { viewOf } from '../../letters/view.ts'
import { atHand, lives, reminded, toldIn } from '../support/mail/stories.ts'
import { agent, customer } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

const publicUrl = 'https://desk.example'
const timeZone = 'Asia/Shanghai'
const link = { url: `${publicUrl}/sign-off/a-token`, expiresAt: '2026-12-27T00:00:00.000Z' }
/** Of each text, the longest and the widest that is taken in; of names and subjects, longer than any. */
const longest = {
  'four bytes each': '🧯'.repeat(20_000),
  'six bytes each once they are escaped': "'".repeat(20_000),
  'a line each': 'x\n'.repeat(10_000),
}
/** A message of this size is taken by any mail server, with room to spare: RFC 5321 has some that stop at ten times it. */
const ceiling = 256 * 1024

describe('M1: a mail stays small, whatever was written', () => {
  test.each(Object.entries(longest))('of every kind, in both languages, with texts of %s', (_, words) => {
    let largest = 0
    for (const { notice, ticket } of toldIn([...lives((text) => text + words), reminded()])) {
      for (const language of languages) {
        const reader = { id: 'someone', name: `R${words}`, language, timeZone, staff: true }
        const mail = renderMail(
          notice.message,
          viewOf(ticket, notice, reader, { publicUrl, link, unreached: words, earlier: [] }),
        )
        largest = Math.max(largest, sizeOf(mail))
        expect(mail.html + mail.text).toContain(`${publicUrl}/v1/tickets/${ticket.record.id}`)
      }
    }
    expect(largest).toBeLessThan(ceiling)
    expect(largest).toBeGreaterThan(20_000)
  })

  test.each(Object.entries(longest))('however much has happened, with texts of %s', (_, words) => {
    const { notice, ticket } = talkedAbout(100, words)
    for (const staff of [true, false]) {
      const reader = { id: 'someone', name: `R${words}`, language: 'en' as const, timeZone, staff }
      const mail = renderMail(
        'escalated',
        viewOf(ticket, notice, reader, { publicUrl, link: null, unreached: null, earlier: [] }),
      )
      expect(sizeOf(mail)).toBeLessThan(ceiling)
      expect(mail.text).toContain('Steps left out after the first: 76.')
      expect(mail.text).toContain(`${publicUrl}/v1/tickets/${ticket.record.id}/events`)
    }
  })

  test('and tells the opening and the newest, each as far as it can be read at once', () => {
    const { notice, ticket } = talkedAbout(40, '')
    const textFor = (language: 'en' | 'zh-CN') => {
      const reader = { id: 'someone', name: 'R', language, timeZone, staff: true }
      return renderMail(
        'escalated',
        viewOf(ticket, notice, reader, { publicUrl, link: null, unreached: null, earlier: [] }),
      ).text
    }
    const english = textFor('en')
    expect(english).toContain('> 点击提交后页面报错 500')
    for (const told of ['> Message 18\n', '> Message 41\n']) expect(english).toContain(told)
    expect(english).not.toContain('> Message 17\n')
    expect(english).toContain('Steps left out after the first: 16.')
    expect(textFor('zh-CN')).toContain('第一条之后略去 16 条')
  })

  test('a text that is cut says where it goes on, and no character is cut in two', () => {
    const { notice, ticket } = talkedAbout(1, '🧯'.repeat(500))
    const reader = { id: 'someone', name: 'R', language: 'en' as const, timeZone, staff: true }
    const { text } = renderMail(
      'escalated',
      viewOf(ticket, notice, reader, { publicUrl, link: null, unreached: null, earlier: [] }),
    )
    expect(text).toContain('🧯… (goes on in the ticket)\n')
    expect(text).not.toMatch(/\p{Surrogate}/u)
  })
})

/** As base64, the wider of the two ways in which a mail's parts are sent, for what is not plain English. */
function sizeOf({ subject, html, text }: { subject: string; html: string; text: string }): number {
  return [subject, html, text].reduce((size, part) => size + Buffer.byteLength(part) * 1.37, 0)
}

/** A ticket about which the customer wrote so often, and which is raised then. */
function talkedAbout(times: number, words: string) {
  const play = new Play('2026-11-27 02:00', opening(), agent)
  for (let count = 2; count < times + 2; count++) {
    play.do('reply', { message: `Message ${count}${words}`, channel: 'web' }, customer)
  }
  play.do('escalate', { reason: `Help${words}`, toTier: 'headquarters' }, agent)
  const raised = play.events.at(-1)
  const [notice] = raised ? noticesFor(raised, play.state) : []
  if (!notice) throw new Error('Nobody was called')
  return { notice, ticket: atHand(play.state, play.events) }
}
