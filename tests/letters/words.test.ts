import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { isOfCustomer } from '../../domain/people/audiences.ts'
import { type Language, languages } from '../../domain/people/languages.ts'
import type { Policy } from '../../domain/promises/policy.ts'
import { localTime } from '../../letters/local-time.ts'
import { renderMail } from '../../letters/render.ts'
import { viewOf } from '../../letters/view.ts'
import { atHand, lives, reminded, type Told, toldIn } from '../support/mail/stories.ts'
import { agent, manager, resident } from '../support/ticket/people.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const root = new URL('../../', import.meta.url)
const link = { url: 'https://desk.example/sign-off/a-token', expiresAt: '2026-12-27T00:00:00.000Z' }

/** As each person who is told gets it; without what people wrote themselves, which is theirs. */
function lettersTo(told: Told[], languagesRead: readonly Language[] = languages, timeZone = 'Asia/Shanghai') {
  return told.flatMap(({ notice, ticket }) => {
    const sides = [...new Set(notice.to.map((audience) => !isOfCustomer(audience)))]
    return sides.flatMap((staff) =>
      languagesRead.map((language) => {
        const reader = { id: 'someone', name: 'R', language, timeZone, staff }
        const extras = { publicUrl: 'https://desk.example', link: staff ? null : link, unreached: null, earlier: [] }
        const { subject, html, text } = renderMail(notice.message, viewOf(ticket, notice, reader, extras))
        const { message } = notice
        return { message, language, staff, subject, html, text: text.replace(/^>.*$/gm, ''), about: ticket.record.id }
      }),
    )
  })
}

const told = toldIn([...lives(), reminded()])
const letters = lettersTo(told)
const to = (customers: boolean) => letters.filter(({ staff }) => staff !== customers)

/** Whoever reads the code reads of people in the same way. */
const documented = [
  'api',
  'activities',
  'bin',
  'demo',
  'docs',
  'domain',
  'engine',
  'http',
  'letters',
  'platform',
  'store',
  'tools',
  'web',
  'workflows',
]

/** What our own words hold; whoever reads the message sees where. */
function none(pattern: RegExp, texts: { text: string; [about: string]: unknown }[]) {
  for (const { text, message, language } of texts) {
    expect([message, language, pattern.exec(text)?.[0]]).toEqual([message, language, undefined])
  }
}

describe('Words', () => {
  test('F18: all letters about a ticket have the same subject, in both languages', () => {
    const subjects = new Map<string, Set<string>>()
    for (const { about, subject } of letters) subjects.set(about, (subjects.get(about) ?? new Set()).add(subject))
    expect([...subjects.values()].map(({ size }) => size)).toEqual([...subjects.values()].map(() => 1))
  })

  test('nobody is he or she, in letters, pages and whatever else is read by people', () => {
    none(/\b(he|she|his|hers|him|himself|herself)\b/i, letters)
    none(/(?<!其)[他她](?!人)/, letters)
    for (const file of filesIn('templates')) {
      none(/\b(he|she|his|hers|him|himself|herself)\b|(?<!其)[他她](?!人)/i, [{ text: read(file), message: file }])
    }
    for (const folder of documented) {
      for (const file of filesIn(folder))
        none(/\b(he|she|his|hers|him|himself|herself)\b/, [{ text: read(file), message: file }])
    }
    for (const folder of ['api', 'domain', 'http', 'web', 'platform', 'bin']) {
      for (const file of filesIn(folder)) {
        const said = (read(file).match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []).filter((text) => text.includes(' '))
        none(/\b(he|she|his|hers|him|himself|herself)\b(?! Miao)/i, [{ text: said.join('\n'), message: file }])
      }
    }
  })

  test('no time is in UTC where the reader lives in another zone', () => {
    none(/UTC(?!\+8)|GMT/, letters)
    none(/UTC(?!\+[12]\b)|GMT|北京/, lettersTo(told, ['en', 'zh-CN'], 'Europe/Berlin'))
    expect(localTime('en', 'UTC', '2026-11-27T02:06:00Z')).toBe('27 Nov 2026, 02:06 (UTC)')
  })

  test('summer is told apart from winter by its offset', () => {
    expect(localTime('en', 'Europe/Berlin', '2026-07-01T00:00:00Z')).toBe(
      '1 Jul 2026, 02:00 (Central European time, UTC+2)',
    )
    expect(localTime('zh-CN', 'Europe/Berlin', '2026-12-01T00:00:00Z')).toBe('2026年12月1日 01:00（中欧时间，UTC+1）')
  })

  test('no clause is a chain of 的', () => {
    const clauses = [...letters.map(({ text }) => text), ...filesIn('templates/pages').map(read)]
      .flatMap((text) => text.split(/[，。：；！？、（）“”"\s<>|·]+|\{\{.*?\}\}/))
      .filter((clause) => (clause.match(/的/g) ?? []).length > 1)
    expect(clauses).toEqual([])
  })

  test('what is done is no call to act', () => {
    const [, silent] = lives()
    if (!silent) throw new Error('There is no such life')
    const closed = atHand(silent.state, silent.events)
    const since = toldIn([silent]).map(({ notice }) => ({ notice, ticket: closed }))
    const calls = ['opened', 'assigned', 'warning', 'breached', 'escalated', 'overdue-reminder']
    const late = lettersTo(since).filter(({ message, staff }) => staff && calls.includes(message))
    expect(new Set(late.map(({ message }) => message)).size).toBeGreaterThan(2)
    none(/立即|请.{0,4}处理|see to it|take it up|go on with it/, late)
  })

  test('nothing is said to stand that is overdue, and no time is told without its date', () => {
    none(
      /still stand|as agreed|agreed time|as soon as possible|\bsoon\b(?! as)|承诺继续有效|约定(的)?(时间|期限)|尽快(与|回|响)/,
      letters,
    )
  })

  test('SLA 21: what the customer owes stands in no table of our promises, and not as what we owe next', () => {
    none(/^- (验收签字|sign-off)/m, letters)
    none(/(最近时限|Next due)[:：] ?(验收签字|sign-off)/, letters)
    const asked = letters.filter(({ message }) => message === 'sign-off-requested')
    expect(asked.length).toBeGreaterThan(0)
    for (const { text } of asked) expect(text).toMatch(/(To be signed by: |待验收人签字：)赵敏/)
  })

  test('a customer who is waited for reads that of themselves', () => {
    none(/等待客户|waiting for the customer/, to(true))
    const paused = to(true).filter(({ message, text }) => message === 'paused' && !/supplier|供应商/.test(text))
    expect(paused.length).toBeGreaterThan(1)
    for (const { text } of paused) expect(text).toMatch(/waiting for you|等待贵方反馈/)
  })

  test('nobody is said to be reminded who does not have the ticket', () => {
    const play = new Play('2026-11-27 02:00', opening(), agent)
    play.do('pause', { reason: 'supplier', explanation: 'x', expectedEnd: play.at + hours(2) }, agent).after(hours(3))
    const overran = lettersTo(toldIn([play])).filter(({ message, staff }) => message === 'pause-overran' && !staff)
    expect(overran).toHaveLength(2)
    for (const { text } of overran) expect(text).toMatch(/reminded resident engineers|提醒驻场工程师/)
    none(/engineer in charge|负责的工程师/, overran)
  })

  test('SLA 22: after a breach a reminder is called one, and counts no per cent', () => {
    const play = new Play('2026-11-27 02:00', opening(), agent).after(days(4))
    const reminders = lettersTo(toldIn([play, ...lives()])).filter(({ message }) => message === 'overdue-reminder')
    expect(reminders.length).toBeGreaterThan(1)
    for (const { text } of reminders) expect(text).toMatch(/^(Reminder: |催办：)/)
    none(/\b[1-9]\d\d+ ?%/, letters)
  })

  test('SLA 22: what we were warned of stays out of the story that an escalation tells, and out of what it leaves out', () => {
    const escalations = letters.filter(({ message }) => message === 'escalated')
    expect(escalations.length).toBeGreaterThan(4)
    for (const { text } of escalations) expect(text).toMatch(/ · (opened|受理) · /)
    none(/ · (warning|nothing has happened|时限预警|无进展)| %$|Steps left out|略去/m, escalations)
  })

  test('SLA 24: a target of our own is told as such, also in the story and where it moves', () => {
    const [response, ...others] = generalPolicy.rows
    const own = { ...generalPolicy, rows: [{ ...response, internal: true as const }, ...others] } as Policy
    const play = new Play('2026-11-27 02:00', opening({}, own), agent).after(minutes(11))
    play.do('escalate', { toTier: 'senior', reason: 'x' }, agent)
    play.do('bind', { ...bodies.bind, terms: opening().terms }, agent)
    const texts = lettersTo(toldIn([play])).flatMap(({ staff, text }) => (staff ? text : []))
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => / · (breach|超时) · | → /.test(line))
    expect(lines).toHaveLength(6)
    const inOurs = lines.filter((line) => /our own target|内部目标/.test(line))
    expect(lines.filter((line) => !inOurs.includes(line))).toEqual([
      expect.stringMatching(/^响应：无 → /),
      expect.stringMatching(/^response: none → /),
    ])
  })

  test('colleagues read who gave a ticket to whom, and of whoever took one only that', () => {
    const play = new Play('2026-11-27 02:00', opening(), agent)
    play.do('assign', { assignee: { id: resident.id, name: resident.name } }, agent).do('take', {}, manager)
    const firstLines = lettersTo(toldIn([play])).flatMap(({ message, text }) =>
      message === 'taken' ? text.split('\n').slice(0, 1) : [],
    )
    expect(firstLines).toEqual([
      '何苗 已将工单交给 李静 负责',
      '何苗 has given this ticket to 李静',
      '吴倩 已接手工单',
      '吴倩 has taken this ticket',
    ])
  })

  test('each letter to a customer says how to answer, each to staff where the ticket is', () => {
    for (const { text } of to(true)) expect(text).toMatch(/reply to this e-mail, or call|直接回复本邮件，或致电/)
    for (const { text, about } of letters) expect(text).toContain(`https://desk.example/v1/tickets/${about}`)
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|hbs|json|md)$/.test(file))
    .map((file) => `${folder}/${file}`)
}

function read(file: string): string {
  return readFileSync(new URL(file, root), 'utf8')
}
