import { describe, expect, test } from '@jest/globals'
import { type Language, languages } from '../../domain/people/languages.ts'
import { type DocumentKind, documentsDue } from '../../domain/ticket/documents.ts'
import { type Written, written } from '../../letters/documents/document.ts'
import { legible } from '../../letters/documents/legible.ts'
import { toldOn } from '../../letters/documents/telling.ts'
import { opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'

const all = () => true

/** Repaired after one visit, refused, repaired again, signed and rated. */
function life(): Play {
  const play = new Play(
    '2026-11-27 10:00',
    opening({ customer: { id: 'cust-1', name: '江州市政务服务中心 Jiangzhou Centre' } }),
  )
  const visit = { visit: 1 }
  const report = {
    done: '更换电源模块',
    material: [{ move: 'removed' as const, what: '旧电源', quantity: 1 }],
    confirmation: { how: 'paper' as const, name: '钱伟' },
  }
  play.after(300).answered()
  play.after(60).do('note', { text: 'Nobody outside reads this' }, resident)
  const file = { mediaType: 'image/png', size: 20_480 }
  play.do('attach', { attachment: { id: 'att_1', name: 'shown.png', sha256: 'ab'.repeat(32), ...file } }, customer)
  play.do(
    'attach',
    { attachment: { id: 'att_2', name: 'ours.png', sha256: 'cd'.repeat(32), ...file }, internal: true },
    agent,
  )
  play.do('dispatch', { engineer: { id: 'u-resident', name: '李静', tier: 'resident' } }, agent)
  play.do('acceptVisit', visit, resident).after(60).do('depart', visit, resident)
  play.after(1800).do('arrive', { ...visit, note: 'The guard is slow' }, resident)
  play.after(1800).do('completeVisit', { ...visit, report }, resident)
  play.after(60).do('restore', { workaround: '切换备机' }, resident)
  play.after(600).resolved(resident)
  play.after(600).do('refuseSignOff', { method: 'signedIn', reason: 'Three still fail' }, acceptor)
  play
    .after(600)
    .do(
      'resolve',
      { cause: 'A leak', causeCode: 'softwareDefect', fix: 'Patch 4.1', verification: '50 of 50' },
      resident,
    )
  return play.after(600).do('signOff', { method: 'signedIn', rating: 4, comment: 'In the end' }, acceptor)
}

const played = life()
const upTo = (type: string, play = played) => {
  const last = play.events.findLastIndex((event) => event.type === type)
  return play.events.slice(0, last + 1)
}

function documentOf(
  kind: DocumentKind,
  events = played.events,
  language: Language = 'en',
  timeZone = 'Asia/Shanghai',
): Written {
  const telling = toldOn(undefined, events)
  const document = telling && written(kind, telling, { language, timeZone }, all)
  if (document === undefined) throw new Error('There is nothing to write')
  return document
}

const sectionOf = ({ sections }: Written, title: string) => JSON.stringify(sections.find((one) => one.title === title))

describe('What is written of a ticket (R1.8)', () => {
  test('a support record at each repair, a summary when it was accepted, and again when it is rated later', () => {
    const due = documentsDue(played.events).map(({ kind }) => kind)
    expect(due).toEqual(['supportRecord', 'supportRecord', 'maintenanceSummary'])
    const late = new Play('2026-11-27 10:00').answered().resolved().do('signOff', { method: 'signedIn' }, acceptor)
    const [signedOff] = late.events.slice(-1)
    late.after(60).do('rate', { score: 2 }, acceptor)
    const [rated] = late.events.slice(-1)
    // As they are recorded: each by itself.
    const told = [signedOff, rated].map((event) => documentsDue(event ? [event] : []))
    expect(told).toEqual([signedOff, rated].map((event) => [{ kind: 'maintenanceSummary', version: event?.version }]))
  })

  test('nothing where no repair stands, and no summary of what nobody accepted', () => {
    const open = toldOn(undefined, new Play('2026-11-27 10:00').events)
    const resolved = toldOn(undefined, upTo('resolved'))
    const reader = { language: 'en', timeZone: 'UTC' } as const
    expect(open && written('supportRecord', open, reader, all)).toBeUndefined()
    expect(resolved && written('maintenanceSummary', resolved, reader, all)).toBeUndefined()
  })
})

describe('A document', () => {
  test.each(languages)('is whole in %s', (language) => {
    for (const kind of ['supportRecord', 'maintenanceSummary'] as const) {
      const { page, ...document } = documentOf(kind, kind === 'supportRecord' ? upTo('resolved') : undefined, language)
      expect(page.match(/\{\w+\}/g)).toEqual(['{page}', '{pages}'])
      expect(JSON.stringify(document)).not.toMatch(/undefined|null|NaN|Invalid|\[object|\{\w*\}/)
    }
  })

  test('says what was wrong, who did what and when, and what of it is signed', () => {
    const document = documentOf('supportRecord', upTo('resolved'))
    const framed = document.sections.filter((section) => section.framed)
    expect(framed).toHaveLength(1)
    const signed = JSON.stringify(framed)
    for (const said of [
      '点击提交后页面报错 500',
      'A leak',
      'software defect',
      'Patch 4.1',
      '50 of 50',
      document.hash,
    ]) {
      expect(signed).toContain(said)
    }
    expect(signed).not.toContain('切换备机')
    expect(document.hash).toBe(played.state.signOff?.recordHash)
    const visits = sectionOf(document, 'Visits on site')
    for (const said of ['李静', '27 Nov 2026, 10:07', '27 Nov 2026, 10:37', '27 Nov 2026, 11:07', '更换电源模块']) {
      expect(visits).toContain(said)
    }
    expect(sectionOf(document, 'Earlier repairs that did not stand')).toContain('Three still fail')
    expect(sectionOf(document, 'Files')).toContain('ab'.repeat(32))
    expect(sectionOf(document, 'Signature')).toContain('Accepted by (name and signature)')
  })

  test('a summary says who signed what, how it was rated, which promises were kept, and what is still open', () => {
    const document = documentOf('maintenanceSummary')
    const signature = sectionOf(document, 'Signature')
    for (const said of ['赵敏', '27 Nov 2026, 11:48', 'signed in', document.hash]) expect(signature).toContain(said)
    expect(sectionOf(document, 'Rating')).toContain('In the end')
    expect(sectionOf(document, 'What was promised')).toMatch(/"response","10 min","[^"]+","[^"]+","kept"/)
    expect(sectionOf(document, 'What was promised')).toMatch(/"resolution","1 h","[^"]+","[^"]+","missed"/)
    expect(sectionOf(document, 'Still open')).toContain('Taken away on visit 1: 旧电源 × 1')
  })

  test('R4.3: what was taken away is open until it is back, also without a visit', () => {
    const play = new Play('2026-11-27 10:00').answered()
    for (const what of ['Old disk', 'Old fan']) play.do('addPart', { kind: 'takenAway', what, quantity: 1 }, resident)
    play.after(60).do('movePart', { part: 1, step: 'returned' }, resident).resolved(resident)
    play.after(60).do('signOff', { method: 'signedIn' }, acceptor)
    const open = sectionOf(documentOf('maintenanceSummary', play.events), 'Still open')
    expect(open).toContain('Taken away: Old fan × 1')
    expect(open).not.toContain('Old disk')
  })

  test('what nobody signed is never called signed (SLA 14)', () => {
    const deemed = opening().terms
    const granted = {
      ...deemed,
      deemedAcceptance: { target: { amount: 24, unit: 'workingHours' as const }, calendar: 'always' as const },
    }
    const play = new Play('2026-11-27 10:00', opening({ terms: granted }))
      .answered()
      .resolved()
      .after(30 * 3600)
    expect(play.types()).toContain('signedOff')
    const text = JSON.stringify(documentOf('maintenanceSummary', play.events))
    expect(text).toContain('bears nobody')
    expect(text).toContain('The record that was deemed accepted')
    expect(text).not.toMatch(/Signed by|was signed/)
  })

  test('holds nothing that its customer may not know', () => {
    for (const kind of ['supportRecord', 'maintenanceSummary'] as const) {
      const text = JSON.stringify(documentOf(kind))
      for (const ours of ['Nobody outside reads this', 'ours.png', 'The guard is slow'])
        expect(text).not.toContain(ours)
      expect(text).toContain('shown.png')
    }
  })

  test('tells times in its reader’s zone, which it names, and names in its reader’s script', () => {
    const here = documentOf('maintenanceSummary', undefined, 'zh-CN')
    expect([here.aboutTimes, here.customer]).toEqual(['本文所有时间均为北京时间。', '江州市政务服务中心'])
    const there = documentOf('maintenanceSummary', undefined, 'en', 'America/New_York')
    expect([there.aboutTimes, there.customer]).toEqual(['All times are in Eastern time.', 'Jiangzhou Centre'])
    expect(sectionOf(there, 'Signature')).toContain('26 Nov 2026, 22:48')
  })

  test('of a long ticket tells the newest steps, says how many it leaves out, and cuts what goes on', () => {
    const play = new Play('2026-11-27 10:00').answered()
    for (let i = 1; i <= 220; i++)
      play.do('reply', { message: `Message ${i}. ${'x'.repeat(3000)}`, channel: 'web' }, customer)
    play.resolved()
    // In pages, as it is read.
    const first = toldOn(undefined, play.events.slice(0, 100))
    const telling = toldOn(first, play.events.slice(100))
    const document = telling && written('supportRecord', telling, { language: 'en', timeZone: 'UTC' }, all)
    const process = document ? sectionOf(document, 'How it went') : ''
    const told = play.events.length - 200
    expect(process).toContain(`${told} earlier steps are left out`)
    expect(process).toContain('Message 220.')
    expect(process).toContain('goes on in the ticket')
    expect(process).not.toContain('Message 1.')
  })
})

describe('What is printed', () => {
  const ascii = (character: number) => character < 0x80 || character === 0x200b

  test('of what cannot be, is marked once for what is seen as one, and counted', () => {
    expect(legible(['Good 👍🏽!', 'a\u202eb'], ascii)).toEqual({ value: ['Good □!', 'ab'], missing: 1 })
  })

  test('a word that no line holds may be broken, and a hash never, since it is copied', () => {
    const { value } = legible('a'.repeat(40), ascii)
    expect(value.split('\u200b').map(({ length }) => length)).toEqual([16, 16, 8])
    expect(legible('ab'.repeat(32), ascii).value).toBe('ab'.repeat(32))
  })
})
