import { describe, expect, test } from '@jest/globals'
import { type Language, languages } from '../../domain/people/languages.ts'
import { renderMail } from '../../letters/render.ts'
import { viewOf } from '../../letters/view.ts'
import { term } from '../../letters/wording.ts'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { pauseReasons } from '../../domain/promises/facts.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import { metrics } from '../../domain/promises/metrics.ts'
import { type Message, messages } from '../../domain/ticket/notices.ts'
import { causeCodes } from '../../domain/ticket/acceptance.ts'
import { sources } from '../../domain/ticket/source.ts'
import { channels } from '../../domain/promises/subject.ts'
import { endReasons } from '../../domain/ticket/state.ts'
import { visitCancelled } from '../../domain/ticket/events.ts'
import { confirmations, materialMoves, visitStatuses } from '../../domain/ticket/visit.ts'
import { uncoveredBecause } from '../../domain/ticket/uncovered.ts'
import { lives, reminded, type Told, toldIn } from '../support/mail/stories.ts'

const told = toldIn([...lives(), reminded()])
const publicUrl = 'https://desk.example'
const link = { url: `${publicUrl}/sign-off/a-token`, expiresAt: '2026-12-27T00:00:00.000Z' }
const readers = languages.flatMap((language) => [true, false].map((staff) => ({ language, staff })))

/** Customers are never told of what they may not know. */
function readersOf({ notice, ticket }: Told) {
  const event = ticket.events.find(({ version }) => version === notice.version)
  return readers.filter(({ staff }) => staff || (event && eventForCustomer(event)))
}

function viewFor(
  { notice, ticket }: Told,
  language: Language,
  staff: boolean,
  name = '读者',
  timeZone = 'Asia/Shanghai',
) {
  const reader = { id: 'someone', name, address: 'someone@mail.example', language, timeZone, staff }
  const asks = ['sign-off-requested', 'sign-off-reminder', 'sign-off-lapsed', 'objected', 'signed-on-paper'].includes(
    notice.message,
  )
  return viewOf(ticket, notice, reader, { publicUrl, link: asks && !staff ? link : null, unreached: null, earlier: [] })
}

function mailOf(one: Told, language: Language, staff: boolean, name?: string, timeZone?: string) {
  return renderMail(one.notice.message, viewFor(one, language, staff, name, timeZone))
}

function the(message: Message): Told {
  const found = told.find(({ notice }) => notice.message === message)
  if (!found) throw new Error(`Nothing was told of ${message}`)
  return found
}

function everyMail(stories: Told[], name?: string) {
  return stories.flatMap((one) =>
    readersOf(one).map(({ language, staff }) => ({ one, language, staff, mail: mailOf(one, language, staff, name) })),
  )
}

describe('Every mail', () => {
  test('the lives told here hold every message that is ever sent', () => {
    expect(new Set(told.map(({ notice }) => notice.message))).toEqual(new Set(messages))
  })

  test.each(messages)('%s: is whole in both languages, for staff and for customers', (message) => {
    const stories = told.filter(({ notice }) => notice.message === message)
    for (const { one, language, mail } of everyMail(stories)) {
      const { number, subject } = one.ticket.record
      expect(mail.subject).toBe(`[${number}] ${subject}`)
      expect(mail.html).toContain(`<html lang="${language}">`)
      for (const part of [mail.subject, mail.html, mail.text]) {
        expect(part).not.toMatch(/undefined|\bnull\b|NaN|Invalid|\[object|\{\{|\}\}/)
      }
      for (const part of [mail.html, mail.text]) {
        expect(part).toContain('读者')
        expect(part).toContain(`${publicUrl}/v1/tickets/${one.ticket.record.id}`)
        expect(part.match(/https?:\/\/[^/\s"<]+/g)?.every((address) => address === publicUrl)).toBe(true)
      }
      expect(mail.text).not.toMatch(/&(lt|gt|amp|quot|#)|<\w|\n{3}/)
    }
  })

  test("F18: whatever it tells of, it has its ticket's one subject, and says first what happened", () => {
    for (const { one, mail } of everyMail(told)) {
      const { number, subject } = one.ticket.record
      expect(mail.subject).toBe(`[${number}] ${subject}`)
      const [headline = '', blank, greeting] = mail.text.split('\n')
      expect([headline.length > 0, blank, greeting?.includes('读者')]).toEqual([true, '', true])
      expect(mail.html).toMatch(/<body>\s*<div class="mail">\s*<h1>[^<]+<\/h1>/)
    }
    const headlines = (message: Message) => languages.map((language) => mailOf(the(message), language, true).text)
    for (const one of messages) for (const text of headlines(one)) expect(text).toMatch(/^(?!Dear|读者)[^\n]+\n\n/)
    expect(mailOf(the('breached'), 'en', true).text).toMatch(/^Overdue/)
  })

  test("each date is in the reader's own zone and names it, whatever the language", () => {
    for (const { language, mail } of everyMail(told)) {
      // A story names it once for all its steps.
      const dates = mail.text.match(/\d{2}:\d{2}(?! · ).{0,20}/g) ?? []
      const zone = language === 'zh-CN' ? /^\d\d:\d\d（北京时间）/ : /^\d\d:\d\d \(China time, UTC\+8\)/
      for (const date of dates) expect(date).toMatch(zone)
    }
    const opened = (language: Language, timeZone: string) =>
      mailOf(the('opened'), language, false, '读者', timeZone).text
    expect(opened('zh-CN', 'Asia/Shanghai')).toContain('2026年11月27日 02:10（北京时间）')
    expect(opened('en', 'Asia/Shanghai')).toContain('27 Nov 2026, 02:10 (China time, UTC+8)')
    expect(opened('zh-CN', 'Europe/Berlin')).toContain('2026年11月26日 19:10（中欧时间，UTC+1）')
    expect(opened('en', 'America/New_York')).toContain('26 Nov 2026, 13:10 (Eastern time, UTC-5)')
    expect(opened('en', 'UTC')).toContain('26 Nov 2026, 18:10 (UTC)')
  })

  test("a name that is kept in two scripts stands once, in that of the reader's language; a thing keeps its name", () => {
    const both = (text: string) =>
      text.replace('李静', '李静 Li Jing').replace('江州市政务服务中心', '江州市 Jiangzhou')
    const twice = toldIn(lives((text) => both(text).replace('一网通办平台', '一网通办平台 Portal')))
    for (const { language, mail } of everyMail(twice, '李静 Li Jing')) {
      expect(mail.html + mail.text).not.toMatch(/李静 Li Jing|江州市 Jiangzhou/)
      expect(mail.html).toContain(language === 'en' ? 'Jiangzhou' : '江州市')
    }
    const opened = twice.find(({ notice }) => notice.message === 'opened')
    if (!opened) throw new Error('Nothing was opened')
    for (const language of languages) expect(mailOf(opened, language, true).text).toContain('一网通办平台 Portal')
  })

  test('every word of the domain has its word in both languages', () => {
    const groups = {
      priority: priorities,
      tier: tiers,
      kind: kinds,
      class: faultClasses,
      metric: metrics,
      pauseReason: pauseReasons,
      causeCode: causeCodes,
      cancelReason: endReasons,
      channel: channels,
      message: messages,
      source: sources,
      uncovered: uncoveredBecause,
      visitStatus: visitStatuses,
      visitCancelled,
      material: materialMoves,
      confirmation: confirmations,
    }
    for (const [group, keys] of Object.entries(groups)) {
      for (const key of keys) {
        expect(term('en', group, key)).toMatch(/^[\x20-\x7e]+$/)
        expect(term('zh-CN', group, key)).toMatch(/\p{Script=Han}/u)
      }
    }
  })
})

describe("Somebody's own words", () => {
  const evil = `<script>alert('x')</script>{{evil}}{{{evil}}}&amp;`
  const poisoned = toldIn(lives((text) => `${text}${evil}`))

  test('are escaped in html, and stand as written in the text and the subject', () => {
    for (const { mail } of everyMail(poisoned, `读者${evil}`)) {
      expect(mail.html).not.toMatch(/<script|[^;]alert\('/)
      expect(mail.html).toContain('&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;{{evil}}{{{evil}}}&amp;amp;')
      expect(mail.text).toContain(evil)
      expect(mail.subject).toContain(evil)
      expect(mail.subject).not.toContain('\n')
    }
  })
})

describe('What a reader must learn', () => {
  test('whoever is called by an escalation gets the whole story, notes and all; the customer gets it without what is ours', () => {
    const escalation = the('escalated')
    for (const language of languages) {
      const ours = mailOf(escalation, language, true).text
      for (const words of ['内部备注', '交接内情', '日志见附件', '点击提交后页面报错 500\n> 第二行']) {
        expect(ours).toContain(words)
      }
      const theirs = mailOf(escalation, language, false).text
      expect(theirs).toContain('日志见附件')
      expect(theirs).toContain(language === 'en' ? 'still on hold' : '挂起到期未恢复')
    }
    for (const { staff, mail } of everyMail(told))
      if (!staff) expect(mail.html + mail.text).not.toMatch(/内部备注|内情/)
  })

  test('what staff tell each other is not even at the hand of a template that writes to customers', () => {
    for (const one of told) {
      if (readersOf(one).some(({ staff }) => !staff)) {
        expect(JSON.stringify(viewFor(one, 'en', false))).not.toMatch(/内部备注|内情/)
      }
    }
  })

  test('why an engineer raised a ticket by hand stands in the mail to the next tier only', () => {
    const byHand = told.find(({ notice, ticket }) =>
      ticket.events.some(({ version, type, data }) => {
        return version === notice.version && type === 'escalated' && data.cause === 'byHand'
      }),
    )
    if (!byHand) throw new Error('Nobody escalated by hand')
    expect(mailOf(byHand, 'en', true).text).toContain('升级内情')
    expect(mailOf(byHand, 'en', false).text).not.toContain('升级内情')
  })

  test('whom the ladder warns next is not told to customers', () => {
    expect(mailOf(the('opened'), 'en', true).text).toContain('If nobody acts: a warning on')
    expect(mailOf(the('opened'), 'en', false).text).not.toContain('If nobody acts')
  })

  test('R1.5: the customer reads of a missed promise which it was, who has the ticket now, and until when', () => {
    const missed = told.find(({ notice, ticket }) =>
      ticket.events.some(({ version, type, data }) => {
        return version === notice.version && type === 'breached' && data.clockId === 'resolution/1'
      }),
    )
    if (!missed) throw new Error('No repair was late')
    const one = { ...missed, notice: { ...missed.notice, message: 'promise-missed' as const } }
    const [english, chinese] = [mailOf(one, 'en', false).text, mailOf(one, 'zh-CN', false).text]
    expect(english).toMatch(/^Late: resolution was promised by 2\d Nov 2026, \d\d:\d\d .*\n[\s\S]*It is not done yet\./)
    expect(english).toMatch(/What happens now: 陈浩 is working on it\. We look at it again by 2\d Nov 2026/)
    expect(chinese).toMatch(/^已超时：原承诺于 2026年11月\d\d日.*前完成解决\n[\s\S]*尚未完成/)
    expect(chinese).toMatch(/接下来：陈浩 正在处理。我们最迟于 2026年11月2\d日.+再次跟进/)
  })

  test('R1.5: who refused reads that we have it, in which words, who has the ticket now, and what follows', () => {
    const refused = the('refusal-received')
    expect(mailOf(refused, 'en', false).text).toMatch(
      /> 仍然报错[\s\S]*What happens now: it is with senior staff, called to take it up\. (Next is promised|We look at it again).* by .+ will be asked again to sign/,
    )
    expect(mailOf(refused, 'zh-CN', false).text).toMatch(
      /> 仍然报错[\s\S]*接下来：已通知高级技术人员接手处理。.+修复后会再次请 赵敏 验收/,
    )
  })

  test('R3.1: who had a ticket reads that it is theirs no longer, and is not asked to take it up', () => {
    const raised = told.find(({ notice }) => notice.message === 'escalated' && notice.previousId !== undefined)
    if (!raised) throw new Error('Nobody lost a ticket by a raise')
    const theirs = { ...raised, notice: { ...raised.notice, previousId: 'someone' } }
    expect(mailOf(theirs, 'en', true).text).toContain('You have it no longer')
    expect(mailOf(theirs, 'en', true).text).not.toContain('Please take it up')
    expect(mailOf(theirs, 'zh-CN', true).text).toContain('工单不再由您负责')
    expect(mailOf(raised, 'zh-CN', true).text).not.toContain('工单不再由您负责')
  })

  test('R3.1: why a ticket was handed down stands in the mails to our staff only', () => {
    const down = the('handed-down')
    for (const language of languages) {
      expect(mailOf(down, language, true).text).toContain('转回内情')
      expect(mailOf(down, language, false).text).not.toContain('转回内情')
    }
    expect(mailOf(down, 'en', true).text).toContain('Nobody has it yet')
  })

  test('a pause names its reason and its expected end (SLA 10)', () => {
    const mail = mailOf(the('paused'), 'zh-CN', false).text
    expect(mail).toMatch(/^您的工单暂时挂起：等待贵方反馈\n/)
    expect(mail).toContain('预计恢复：2026年11月27日 04:06（北京时间）')
    expect(mail).toContain('请提供日志')
  })

  test('a warning and a breach name the promise, when it is due, and whose it is', () => {
    const warning = mailOf(the('warning'), 'en', true)
    expect(warning.text).toMatch(/^Due by 27 Nov 2026, 02:10 \(China time, UTC\+8\): response, 50% of the time used\n/)
    expect(warning.text).toContain('李静 has the ticket. Please see to it, or')
    const breach = mailOf(the('breached'), 'en', true)
    expect(breach.text).toMatch(/^Overdue: resolution was due by 27 Nov 2026, 07:00 \(China time, UTC\+8\)\n/)
    expect(breach.text).toContain('陈浩 has the ticket. Please see to it now, or')
  })

  test('a change of promises shows what was and what is (SLA 18)', () => {
    const mail = mailOf(the('promises-changed'), 'zh-CN', false).text
    expect(mail).toContain(
      '解决：1 小时，截止 2026年11月27日 06:00（北京时间） → 2 小时，截止 2026年11月27日 07:00（北京时间）',
    )
  })

  test('who is asked to sign gets the support record, its hash, and a link that signs nothing by being opened', () => {
    const { ticket } = the('sign-off-requested')
    for (const message of ['sign-off-requested', 'sign-off-reminder'] as const) {
      const { html, text } = mailOf(the(message), 'en', false)
      for (const part of [html, text]) {
        expect(part).toContain(link.url)
        expect(part).toContain('Opening the link signs nothing')
        expect(part).toContain('提交 20 笔均成功')
      }
    }
    expect(mailOf(the('sign-off-requested'), 'zh-CN', false).html).toContain(ticket.record.supportRecord?.hash)
  })

  test('SLA 14: the acceptor reads what was signed on paper in the acceptor’s name, by whom it was logged, and how to dispute it', () => {
    const one = the('signed-on-paper')
    const mail = mailOf(one, 'zh-CN', false).text
    expect(mail).toMatch(
      /登记人：李静\n登记时间：2026年11月27日 02:00（北京时间）\n扫描件存放处：scan-2\n满意度评价：无/,
    )
    expect(mail).toContain(`记录的 SHA-256：${one.ticket.record.supportRecord?.hash}`)
    expect(mail).toContain(link.url)
    expect(mail).toContain('提交 20 笔均成功')
    expect(mailOf(one, 'en', false).text).toContain('Opening the link does nothing')
  })

  test('SLA 12: whoever goes on reads what was tried, and why it was refused; the customer is not told again', () => {
    for (const message of ['sign-off-refused', 'reopened', 'sign-off-disputed'] as const) {
      const ours = mailOf(the(message), 'en', true).text
      expect(ours).toMatch(/What was tried, and was not enough:\n\nRepair no\.: 1, (refused|reopened|disputed) by /)
      expect(ours).toContain('> 扩容并重启')
      expect(mailOf(the(message), 'en', false).text).not.toContain('What was tried')
    }
    const raised = told.find(
      ({ notice, ticket }) => notice.message === 'escalated' && ticket.record.earlierRepairs.length > 0,
    )
    expect(raised && mailOf(raised, 'zh-CN', true).text).toMatch(
      /此前的修复未能通过：\n\n修复次数：第 1 次，由 赵敏 于/,
    )
  })

  test('a closed ticket says who signed, when, what and how; one that nobody signed says 未签', () => {
    const signed = the('signed-off')
    const mail = mailOf(signed, 'zh-CN', false).text
    expect(mail).toContain('验收人：赵敏\n验收时间：2026年11月27日 07:51（北京时间）\n方式：登录系统')
    expect(mail).toContain(`记录的 SHA-256：${signed.ticket.record.signOff?.recordHash}`)
    for (const { mail } of everyMail([the('deemed-accepted')]))
      expect(mail.text).toMatch(/视同验收（未签）|Deemed accepted \(unsigned\)/)
    expect(mailOf(the('deemed-accepted'), 'en', true).text).toContain('Rating: none')
  })
})
