import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { mailRoom } from '../../activities/mail/mail.ts'
import { recordActivities } from '../../activities/records/records.ts'
import type { Audience } from '../../domain/people/audiences.ts'
import type { Message, Notice } from '../../domain/ticket/notices.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { createMailer, type Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { openDatabase } from '../support/stack/database.ts'
import { toldIn } from '../support/mail/stories.ts'
import { type SmtpCatcher, startSmtp } from '../support/mail/smtp.ts'
import { agent, customer } from '../support/ticket/people.ts'
import { hours, minutes } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

const publicUrl = 'https://desk.example'
const at = (id: string) => `${id}@mail.example`
const firstLine = ({ text = '' }: { text?: string | undefined }) => text.split('\n')[0] ?? ''
let close: () => Promise<unknown>
let database: PrismaClient
let smtp: SmtpCatcher
let mailer: Mailer
let logged: string[]
let sendNotices: (batch: { ticketId: string; notices: Notice[] }) => Promise<unknown>

beforeAll(async () => {
  const opened = await openDatabase(5)
  database = opened.database
  close = opened.close
  await seed()
})
afterAll(() => close())
beforeEach(async () => {
  logged = []
  smtp = await startSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Aftercare <desk@aftercare.example>' })
  const logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const { prepare } = mailRoom({ database, mailer, publicUrl, sandboxClock: false, logger, processes })
  sendNotices = async ({ ticketId, notices }) => {
    const due = notices.map((one) => ({ ticketId, notice: one, createdAt: new Date() }))
    const { outcomes, refused } = await (await prepare(due))(ticketId)
    if (outcomes.some((outcome) => outcome !== 'told')) throw new Error('Some are still to be told')
    return refused
  }
})
afterEach(async () => {
  await mailer.close()
  await smtp.close()
})

describe('Who is told', () => {
  test('reporter and tier each get one mail, in their own language, in html and text, as one thread', async () => {
    const { ticketId, notices, record } = await told(new Play('2026-11-27 02:00', opening()))
    await sendNotices({ ticketId, notices })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-reporter'), at('u-lijing'), at('u-wanglei')].sort())
    const [english] = smtp.sentTo(at('c-reporter'))
    const [chinese] = smtp.sentTo(at('u-lijing'))
    for (const mail of smtp.mails) expect(mail.parsed.subject).toBe(`[${record.number}] 办件提交失败`)
    for (const [mail, language] of [
      [english, 'en'],
      [chinese, 'zh-CN'],
    ] as const) {
      expect(mail?.parsed.headers.get('content-language')).toBe(language)
      expect(mail?.parsed.headers.get('auto-submitted')).toBe('auto-generated')
      expect(mail?.parsed.html).toContain('点击提交后页面报错 500')
      expect(mail?.parsed.text).toContain('点击提交后页面报错 500')
      expect(mail?.parsed.from?.text).toBe('"Aftercare" <desk@aftercare.example>')
      expect(mail?.messageId).toMatch(/^<[0-9a-f]{40}@aftercare\.example>$/)
      expect(mail?.parsed.references).toBe(mail?.parsed.inReplyTo)
    }
    expect(english?.parsed.inReplyTo).toBe(chinese?.parsed.inReplyTo)
    expect(english?.messageId).not.toBe(chinese?.messageId)
  })

  test("each reads times in a zone of one's own: staff in theirs, customers in the customer's, else in the contact's", async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    const ofCustomer = (timeZone: string) =>
      database.customer.update({ where: { id: opening().customer.id }, data: { timeZone } })
    const ofContact = (timeZone: string | null) =>
      database.contact.update({ where: { id: 'c-reporter' }, data: { timeZone } })
    const readBy = (id: string) => smtp.sentTo(at(id)).at(-1)?.parsed.text
    await sendNotices({ ticketId, notices })
    expect(readBy('c-reporter')).toContain('27 Nov 2026, 02:10 (China time, UTC+8)')
    await ofCustomer('Asia/Tokyo')
    await database.user.update({ where: { id: 'u-lijing' }, data: { timeZone: 'Europe/Berlin' } })
    const again = await told(new Play('2026-11-27 02:00', opening()))
    await sendNotices(again)
    expect(readBy('c-reporter')).toContain('27 Nov 2026, 03:10 (Japan time, UTC+9)')
    expect(readBy('u-lijing')).toContain('2026年11月26日 19:10（中欧时间，UTC+1）')
    expect(readBy('u-wanglei')).toContain('2026年11月27日 02:10（北京时间）')
    await ofContact('America/New_York')
    const abroad = await told(new Play('2026-11-27 02:00', opening()))
    await sendNotices(abroad)
    expect(readBy('c-reporter')).toContain('26 Nov 2026, 13:10 (Eastern time, UTC-5)')
    await ofContact(null)
    await database.user.update({ where: { id: 'u-lijing' }, data: { timeZone: 'Asia/Shanghai' } })
    await ofCustomer('Asia/Shanghai')
  })

  test('somebody who is concerned in two ways gets one mail', async () => {
    const play = new Play('2026-11-27 02:00', opening({ reporter: { id: 'c-acceptor', name: '赵敏' } }))
    const { ticketId } = await told(play)
    await sendNotices({
      ticketId,
      notices: [notice('opened', 1, ['reporter', 'acceptor', 'tier', 'assignee'])],
    })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-acceptor'), at('u-lijing'), at('u-wanglei')].sort())
  })

  test('nobody whose account is disabled, or who serves other customers, is told', async () => {
    const play = new Play('2026-11-27 02:00', opening())
    play.do('assign', { assignee: { id: 'u-gone', name: '已离职' } }, agent)
    const { ticketId } = await told(play)
    await sendNotices({ ticketId, notices: [notice('assigned', 2, ['assignee'])] })
    // What is the assignee's is the tier's.
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('u-lijing'), at('u-wanglei')])
  })

  test('a tier that nobody serves falls to the managers, and each tier that was called is told of it', async () => {
    const play = new Play('2026-11-27 02:00', opening())
    play.do('escalate', { reason: '困难', toTier: 'headquarters' }, agent).do('escalate', { reason: '仍困难' }, agent)
    const { ticketId, notices } = await told(play)
    await sendNotices({ ticketId, notices: notices.filter(({ version }) => version > 1) })
    const whom = (text: string) =>
      smtp.mails.filter(({ parsed }) => firstLine(parsed).includes(text)).map(({ to }) => to)
    expect(whom('工单升级至总部工程师').sort()).toEqual([at('u-chenhao'), at('u-wuqian')])
    // There is no senior for this customer.
    expect(whom('工单升级至高级技术人员')).toEqual([at('u-wuqian')])
    expect(smtp.sentTo(at('c-reporter'))).toHaveLength(2)
  })
})

describe('R3.2: of a change of hands', () => {
  const engineer = (id: string, name: string) => ({ id, name, role: 'engineer' as const, tier: 'resident' as const })
  const [lijing, wanglei] = [engineer('u-lijing', '李静'), engineer('u-wanglei', '王磊')]

  test('the one before, the colleagues and the customer are told, and nobody of the own act', async () => {
    const play = new Play('2026-11-27 02:00', opening()).do('take', {}, wanglei).do('take', {}, lijing)
    const { ticketId } = await recorded(play)
    const of = (version: number) => ({ ticketId, notices: play.notices.filter((one) => one.version === version) })
    await sendNotices(of(2))
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-reporter'), at('u-lijing')])
    await sendNotices(of(3))
    expect(
      smtp.mails
        .map(({ to }) => to)
        .slice(2)
        .sort(),
    ).toEqual([at('c-reporter'), at('u-wanglei')])
    expect(logged.join()).not.toContain('There is nobody to tell')
  })

  test('whoever stands for both tiers of a hand-down is told once', async () => {
    const play = new Play('2026-11-27 02:00', opening()).do('escalate', { reason: '困难', toTier: 'manager' }, agent)
    play.do('handDown', { toTier: 'senior', reason: '可处理' }, agent)
    const { ticketId } = await recorded(play)
    await sendNotices({ ticketId, notices: play.notices.filter(({ version }) => version === 3) })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-reporter'), at('u-wuqian')])
  })
})

describe('The link to sign', () => {
  test('goes to the acceptor alone: random, kept as its hash, for this cycle, for 30 days', async () => {
    const play = new Play('2026-11-27 02:00', opening()).answered().resolved()
    play.do('refuseSignOff', { method: 'paper', scan: 'scan-1', reason: '仍报错' }, agent).resolved()
    const { ticketId, notices } = await told(play)
    await sendNotices({
      ticketId,
      notices: notices.filter(({ message }) => /^(resolved|sign-off-requested)$/.test(message)),
    })
    const links = await database.signOffLink.findMany({ where: { ticketId }, orderBy: { cycle: 'asc' } })
    expect(links.map(({ cycle, contactId }) => ({ cycle, contactId }))).toEqual([
      { cycle: 1, contactId: 'c-acceptor' },
      { cycle: 2, contactId: 'c-acceptor' },
    ])
    const tokens = smtp
      .sentTo(at('c-acceptor'))
      .map(({ parsed }) => /https:\/\/desk\.example\/sign-off\/([\w-]{43})\s/.exec(parsed.text ?? '')?.[1])
    expect(
      tokens
        .map((token) =>
          createHash('sha256')
            .update(token ?? '')
            .digest('hex'),
        )
        .sort(),
    ).toEqual(links.map(({ tokenHash }) => tokenHash).sort())
    for (const { expiresAt } of links) expect((expiresAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 2)
    for (const { raw } of smtp.sentTo(at('c-reporter'))) expect(raw).not.toContain('sign-off/')
  })

  test('a reminder that a policy sends to others too holds no link for them', async () => {
    const play = new Play('2026-11-27 02:00', opening()).answered().resolved().after(hours(37))
    const { ticketId, notices } = await told(play)
    const reminder = notices.find(({ message }) => message === 'sign-off-reminder')
    if (!reminder) throw new Error('Nobody was reminded')
    await sendNotices({ ticketId, notices: [{ ...reminder, to: ['acceptor', 'reporter', 'manager'] }] })
    const withLink = smtp.mails.filter(({ parsed }) => `${parsed.text}${parsed.html}`.includes('/sign-off/'))
    expect(smtp.mails).toHaveLength(3)
    expect(withLink.map(({ to }) => to)).toEqual([at('c-acceptor')])
  })
})

describe('At least once, and never by two names', () => {
  test('what was sent is not sent again', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    await sendNotices({ ticketId, notices })
    await sendNotices({ ticketId, notices })
    expect(smtp.mails).toHaveLength(3)
    const rows = await deliveries(ticketId)
    expect(rows.map(({ key, status, attempts }) => [key, status, attempts])).toEqual(
      ['c-reporter', 'u-lijing', 'u-wanglei'].map((id) => [`${ticketId}:1:opened:${id}`, 'sent', 1]),
    )
  })

  test('a server that is down makes it fail, to be tried again; nothing is marked as sent until it is', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    await smtp.down()
    await expect(sendNotices({ ticketId, notices })).rejects.toThrow('still to be told')
    expect((await deliveries(ticketId)).map(({ status, sentAt }) => [status, sentAt])).toEqual(
      Array(3).fill(['pending', null]),
    )
    await smtp.up()
    await sendNotices({ ticketId, notices })
    expect(smtp.mails).toHaveLength(3)
    expect((await deliveries(ticketId)).map(({ status, attempts, error }) => [status, attempts, error])).toEqual(
      Array(3).fill(['sent', 2, null]),
    )
  })

  test('a server that hangs up before it says 250 gets it again, with the same Message-ID', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    smtp.dropsBefore250 = true
    await expect(sendNotices({ ticketId, notices })).rejects.toThrow('still to be told')
    smtp.dropsBefore250 = false
    await sendNotices({ ticketId, notices })
    for (const id of ['c-reporter', 'u-lijing', 'u-wanglei']) {
      const [first, second, ...more] = smtp.sentTo(at(id))
      expect(first?.messageId).toBeTruthy()
      expect(second?.messageId).toBe(first?.messageId)
      expect(more).toEqual([])
    }
  })

  test('one who is refused for good holds up nobody, is noted as undeliverable, and is not tried again', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    smtp.refused.add(at('c-reporter'))
    const answer = await sendNotices({ ticketId, notices })
    expect(answer).toMatchObject([{ message: 'opened', version: 1, recipientId: 'c-reporter', why: '550' }])
    expect(smtp.mails).toHaveLength(2)
    smtp.refused.clear()
    // Whoever asks again learns it again: an earlier answer may have been lost with its worker.
    expect(await sendNotices({ ticketId, notices })).toEqual(answer)
    expect(smtp.mails).toHaveLength(2)
    const [refused] = await deliveries(ticketId)
    expect(refused).toMatchObject({ recipientId: 'c-reporter', status: 'undeliverable', attempts: 1 })
    expect(refused?.error).toContain('550')
  })

  test('a server that refuses our own address is ours to mend: no mail is written off', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    smtp.refused.add('desk@aftercare.example')
    await expect(sendNotices({ ticketId, notices })).rejects.toThrow('still to be told')
    smtp.refused.clear()
    await sendNotices({ ticketId, notices })
    expect(smtp.mails).toHaveLength(3)
  })

  test('one who cannot be reached now holds up nobody else, and only that one is tried again', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    smtp.deferred.add(at('u-lijing'))
    await expect(sendNotices({ ticketId, notices })).rejects.toThrow('still to be told')
    expect(smtp.mails).toHaveLength(2)
    smtp.deferred.clear()
    await sendNotices({ ticketId, notices })
    expect(smtp.mails).toHaveLength(3)
    expect(logged.join()).toContain('A mail is still to be sent')
    expect(logged.join()).not.toContain('@')
  })

  test('what is not in the database yet is tried again', async () => {
    const { ticketId } = await told(new Play('2026-11-27 02:00', opening()))
    const notices: Notice[] = [notice('responded', 2, ['reporter'])]
    await expect(sendNotices({ ticketId, notices })).rejects.toThrow('still to be told')
    await expect(sendNotices({ ticketId: 'no-such-ticket', notices })).rejects.toThrow()
  })
})

describe('M1: what nobody may miss reaches somebody', () => {
  test('a call and a breach are marked as important for staff, since their subject is that of all letters', async () => {
    const play = escalated(new Play('2026-11-27 02:00', opening()).after(minutes(11)))
    const { ticketId, notices } = await told(play)
    await sendNotices({ ticketId, notices })
    const isImportant = ({ raw }: { raw: string }) => /^Importance: high\r$/im.test(raw)
    const [important, others] = [true, false].map((wanted) => smtp.mails.filter((mail) => isImportant(mail) === wanted))
    const said = (mails = smtp.mails) => mails.map(({ parsed }) => firstLine(parsed)).join('\n')
    expect(said(important)).toMatch(/已超时/)
    expect(said(important)).toMatch(/工单升级/)
    expect(said(others)).not.toMatch(/已超时|工单升级/)
    expect(smtp.sentTo(at('c-reporter')).some(isImportant)).toBe(false)
  })

  const escalated = (play: Play) => play.do('escalate', { reason: '困难', toTier: 'headquarters' }, agent)
  const insteadOf = (id: string) => smtp.mails.filter(({ parsed }) => firstLine(parsed).startsWith(`未能送达 ${id}`))

  test('a call that is refused for good goes to the manager, who is told whom it did not reach', async () => {
    const { ticketId, notices } = await told(escalated(new Play('2026-11-27 02:00', opening())))
    smtp.refused.add(at('u-chenhao'))
    for (let again = 0; again < 2; again++) await sendNotices({ ticketId, notices: notices.slice(-1) })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-reporter'), at('u-wuqian'), at('u-wuqian')])
    const [call] = insteadOf('陈浩')
    expect(call?.to).toBe(at('u-wuqian'))
    expect(call?.parsed.text).toContain('本邮件未能送达 陈浩，现转给您')
    expect(call?.parsed.text).toContain('请总部工程师立即接手')
    const outcomes = (await deliveries(ticketId)).map(({ key, status }) => `${key} ${status}`)
    expect(outcomes.sort()).toEqual([
      `${ticketId}:2:escalated-for-u-chenhao:u-wuqian sent`,
      `${ticketId}:2:escalated:c-reporter sent`,
      `${ticketId}:2:escalated:u-chenhao undeliverable`,
      `${ticketId}:2:escalated:u-wuqian sent`,
    ])
    expect(alarms()).toEqual([{ key: `${ticketId}:2:escalated:u-chenhao`, msg: 'A mail was refused for good' }])
  })

  test('a manager who cannot be reached now is told later, once', async () => {
    const { ticketId, notices } = await told(escalated(new Play('2026-11-27 02:00', opening())))
    const call = { ticketId, notices: notices.slice(-1) }
    smtp.refused.add(at('u-chenhao'))
    smtp.deferred.add(at('u-wuqian'))
    await expect(sendNotices(call)).rejects.toThrow('still to be told')
    smtp.deferred.clear()
    for (let again = 0; again < 2; again++) await sendNotices(call)
    expect(insteadOf('陈浩')).toHaveLength(1)
    expect(new Set((await deliveries(ticketId)).map(({ status }) => status))).toEqual(
      new Set(['sent', 'undeliverable']),
    )
  })

  test("a manager's own goes to nobody else, and is only logged, loudly", async () => {
    const { ticketId, notices } = await told(escalated(new Play('2026-11-27 02:00', opening())))
    for (const id of ['u-chenhao', 'u-wuqian']) smtp.refused.add(at(id))
    await sendNotices({ ticketId, notices: notices.slice(-1) })
    expect(smtp.mails.map(({ to }) => to)).toEqual([at('c-reporter')])
    const keys = ['escalated:u-chenhao', 'escalated:u-wuqian', 'escalated-for-u-chenhao:u-wuqian']
    expect(
      alarms()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(keys.map((key) => `${ticketId}:2:${key}`).sort())
  })

  test('what is no call goes to nobody else', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening()))
    smtp.refused.add(at('c-reporter'))
    await sendNotices({ ticketId, notices })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('u-lijing'), at('u-wanglei')])
    expect(alarms()).toEqual([])
    expect(logged.join()).toContain('A mail was refused for good')
  })

  test('a ticket on which somebody wrote without end is told in a mail that any server takes', async () => {
    const play = new Play('2026-11-27 02:00', opening())
    const message = '🧯'.repeat(20_000)
    for (let count = 0; count < 60; count++) play.do('reply', { message, channel: 'web' }, customer)
    const { ticketId } = await recorded(escalated(play))
    await sendNotices({
      ticketId,
      notices: [{ ...notice('escalated', 62, ['tier', 'reporter']), tier: 'headquarters' }],
    })
    expect(smtp.mails.map(({ to }) => to).sort()).toEqual([at('c-reporter'), at('u-chenhao')])
    for (const { raw, parsed } of smtp.mails) {
      expect(raw.length).toBeLessThan(256 * 1024)
      expect(parsed.text).toMatch(/(Steps left out after the first: |第一条之后略去 )36/)
      expect(parsed.text).toContain(`${publicUrl}/v1/tickets/${ticketId}/events`)
    }
  })

  const alarms = () =>
    logged
      .map((line) => JSON.parse(line) as { level: number; key: string; msg: string })
      .filter(({ level }) => level >= 50)
      .map(({ key, msg }) => ({ key, msg }))
})

describe('Line breaks never reach a header', () => {
  const evil = '\r\nBcc: thief@evil.example\r\n\r\nSee\u2028X-Evil: 1\n'

  test('in a subject and in a name they become spaces', async () => {
    const { ticketId, notices } = await told(new Play('2026-11-27 02:00', opening({ subject: `坏了${evil}` })))
    await database.contact.update({ where: { id: 'c-reporter' }, data: { name: `Qian${evil}Wei` } })
    await sendNotices({ ticketId, notices })
    await database.contact.update({ where: { id: 'c-reporter' }, data: { name: 'Qian Wei' } })
    expect(smtp.mails.map(({ to }) => to)).not.toContain('thief@evil.example')
    for (const { raw, parsed } of smtp.mails) {
      const header = raw.slice(0, raw.indexOf('\r\n\r\n'))
      expect(header).not.toMatch(/^(Bcc|X-Evil|See)/im)
      expect(parsed.subject).toContain('坏了 Bcc: thief@evil.example See X-Evil: 1')
      expect(parsed.text).toMatch(/^[^\n]+\n\n(Dear|赵敏|李静|王磊)/)
    }
    const [mail] = smtp.sentTo(at('c-reporter'))
    expect(mail?.parsed.to).toMatchObject({
      value: [{ name: 'Qian Bcc: thief@evil.example See X-Evil: 1 Wei', address: at('c-reporter') }],
    })
  })

  test('an address with one, or with a second address in it, is refused and never tried', async () => {
    const addresses = [
      `a@mail.example${evil}`,
      'a@mail.example\nRCPT TO:<thief@evil.example>',
      'a@b.example,thief@evil.example',
      'A <a@b.example>',
      '',
    ]
    const { ticketId } = await told(new Play('2026-11-27 02:00', opening()))
    await database.contact.update({ where: { id: 'c-acceptor' }, data: { email: addresses[0] } })
    await sendNotices({ ticketId, notices: [notice('opened', 1, ['acceptor'])] })
    await database.contact.update({ where: { id: 'c-acceptor' }, data: { email: at('c-acceptor') } })
    expect((await deliveries(ticketId)).map(({ status }) => status)).toEqual(['undeliverable'])
    for (const address of addresses) {
      const mail = {
        to: { name: 'A', address },
        subject: 's',
        html: 'h',
        text: 't',
        messageId: '<1@a>',
        thread: '<2@a>',
        language: 'en',
        urgent: false,
      }
      expect(await mailer.send(mail)).toEqual({ refused: expect.stringContaining('Not an address'), code: 'address' })
    }
    expect(smtp.mails).toEqual([])
  })
})

/** Whatever was recorded is in history. */
const processes = { recordedVersion: async () => Number.MAX_SAFE_INTEGER }

let count = 0

/** Records that life as the workflow would, and answers all that it has to tell. */
async function told(play: Play) {
  return { ...(await recorded(play)), notices: toldIn([play]).map(({ notice }) => notice) }
}

async function recorded(play: Play) {
  count += 1
  const ticketId = `t-mail-${count}`
  const state = { ...play.state, id: ticketId, number: `T-2026-${String(count).padStart(6, '0')}` }
  const record = ticketRecordOf(state)
  const records = recordActivities({ database, logger: pino({ level: 'silent' }), ring: () => undefined })
  await records.commitTransition({ events: play.events, notices: [], record, fence: count })
  return { ticketId, record }
}

function notice(message: Message, version: number, to: Audience[]): Notice {
  return { message, version, to, tier: 'resident', assigneeId: 'u-gone' }
}

function deliveries(ticketId: string) {
  return database.emailDelivery.findMany({ where: { ticketId }, orderBy: { recipientId: 'asc' } })
}

async function seed(): Promise<void> {
  const { customer } = opening()
  await database.customer.createMany({ data: [customer, { id: 'cust-other', name: '别家' }] })
  const contact = (id: string, name: string, language: string) => ({
    id,
    name,
    language,
    email: at(id),
    customerId: customer.id,
  })
  await database.contact.createMany({
    data: [contact('c-acceptor', '赵敏', 'zh-CN'), contact('c-reporter', 'Qian Wei', 'en')],
  })
  const staff = [
    { id: 'u-lijing', name: '李静', role: 'engineer', tier: 'resident' },
    { id: 'u-wanglei', name: '王磊', role: 'engineer', tier: 'resident' },
    { id: 'u-gone', name: '已离职', role: 'engineer', tier: 'resident', disabledAt: new Date() },
    { id: 'u-elsewhere', name: '别处', role: 'engineer', tier: 'resident' },
    { id: 'u-chenhao', name: '陈浩', role: 'engineer', tier: 'headquarters' },
    { id: 'u-othersenior', name: '别处', role: 'senior', tier: 'senior' },
    { id: 'u-wuqian', name: '吴倩', role: 'manager', tier: 'manager' },
  ]
  const account = { language: 'zh-CN', passwordHash: '-' }
  await database.user.createMany({ data: staff.map((user) => ({ ...account, ...user, email: at(user.id) })) })
  const serves = (id: string) => (id.match(/elsewhere|other/) ? 'cust-other' : customer.id)
  await database.staffBinding.createMany({
    data: staff.filter(({ role }) => role !== 'manager').map(({ id }) => ({ userId: id, customerId: serves(id) })),
  })
}
