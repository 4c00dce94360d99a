import { describe, expect, test } from '@jest/globals'
import { languages } from '../../domain/people/languages.ts'
import { renderOutside } from '../../letters/outside.ts'
import { lives, toldIn } from '../support/mail/stories.ts'

const link = { url: 'https://desk.example/party/a-token', expiresAt: '2026-12-27T00:00:00.000Z' }
const told = toldIn(lives((text) => `〔${text}〕`)).filter(({ notice }) => notice.to.includes('party'))

const letters = told.flatMap(({ notice, ticket }) =>
  languages.map((language) => {
    const reader = { id: 'party-1', name: 'R', language, timeZone: 'Asia/Shanghai', staff: false, party: 1 }
    const asks = notice.message === 'party-asked'
    return { asks, language, ...renderOutside(ticket, notice, reader, asks ? link : null) }
  }),
)

describe('R3.6: a letter to another party', () => {
  test('is whole in both languages, with the question, by when, and the link where something is asked', () => {
    expect(letters.map(({ asks }) => asks)).toEqual([true, true, true, true, false, false])
    for (const { asks, language, subject, html, text } of letters) {
      expect(subject).toBe('[T-2026-000010] 〔错误 1205〕')
      expect(html).toContain(`<html lang="${language}">`)
      for (const part of [subject, html, text]) {
        expect(part).not.toMatch(/undefined|\bnull\b|NaN|Invalid|\[object|\{\{|\}\}/)
      }
      for (const part of [html, text]) expect(part.includes(link.url)).toBe(asks)
    }
    expect(letters[0]?.text).toMatch(/有补丁吗[\s\S]*(by|请于).*(China time|北京时间)/)
    expect(letters[4]?.text).toContain('已解决')
  })

  test('holds nothing of the ticket beside: neither what it is about, nor of whom, nor where it stands', () => {
    const parts = letters.flatMap(({ subject, html, text }) => [subject, html, text])
    for (const part of parts) {
      expect(part).not.toMatch(/办件提交失败|500|江州|一网通办|赵敏|钱伟|待响应|处理中|in progress|v1\/tickets|已收到/)
    }
  })

  test('names the customer where the desk chose so, and escapes what somebody wrote', () => {
    const [first] = told
    if (!first) throw new Error('Nobody is asked anything')
    const { notice, ticket } = first
    const parties = ticket.record.parties.map((party) => ({ ...party, showsCustomer: true, about: '<b>' }))
    const reader = { id: 'party-1', name: '<i>', language: 'en' as const, timeZone: 'UTC', staff: false, party: 1 }
    const letter = renderOutside({ ...ticket, record: { ...ticket.record, parties } }, notice, reader, link)
    expect(letter.text).toContain('江州')
    expect(letter.html).not.toMatch(/<b>|<i>/)
  })
})
