import { describe, expect, test } from '@jest/globals'
import { renderRota } from '../../letters/rota.ts'

const of = { dutyId: 'dut_residents', duty: '驻场值班 Residents’ rota', tier: 'resident' as const }
const gap = {
  ...{ message: 'gap' as const, ...of, more: 0 },
  gaps: [{ from: '2026-11-28T12:00:00Z', until: '2026-11-29T00:00:00Z' }],
}
const en = { name: '吴倩 Wu Qian', language: 'en' as const, timeZone: 'Asia/Shanghai' }
const zh = { ...en, language: 'zh-CN' as const }
const read = (letter: Parameters<typeof renderRota>[0], reader: typeof en | typeof zh) =>
  renderRota(letter, reader, 'https://desk.example')

describe('R3.4: the manager is told of a rota', () => {
  test('of a gap: which duty, from when to when in the reader’s zone, and what comes of it; in either language', () => {
    const english = read(gap, en)
    expect(english.subject).toBe('Too few stand by: Residents’ rota')
    for (const part of [english.html, english.text]) {
      expect(part).toContain('28 Nov 2026, 20:00 (China time, UTC+8)')
      expect(part).toContain('29 Nov 2026, 08:00')
      expect(part).toContain('https://desk.example/v1/duties/dut_residents/rota')
    }
    const chinese = read(gap, zh)
    expect(chinese.subject).toBe('值班出现空班：驻场值班')
    expect(chinese.text).toContain('2026年11月28日 20:00（北京时间）')
    expect(chinese.text).toContain('吴倩')
  })

  test('of one that nobody has set an end to, and of how many more there are', () => {
    const open = { ...gap, more: 3, gaps: [{ from: '2026-11-28T12:00:00Z', until: null }] }
    expect(read(open, en).text).toContain('nobody is set down after it')
    expect(read(open, en).text).toContain('There are 3 more')
    expect(read(gap, en).text).not.toContain('more.')
  })

  test('of a handover that nobody confirmed: who left, who came, and whether a note is there', () => {
    const shifts = { leaver: '李静 Li Jing', comers: [{ name: '王磊 Wang Lei' }], at: '2026-11-27T12:30:00Z' }
    const letter = { message: 'handover' as const, ...of, handovers: [{ ...shifts, isWritten: false }] }
    expect(read(letter, en).text).toMatch(/Li Jing[\s\S]*Wang Lei[\s\S]*20:30[\s\S]*none/)
    expect(read(letter, zh).text).toMatch(/李静[\s\S]*王磊[\s\S]*未填写/)
  })

  test('and what a duty is called is escaped', () => {
    expect(read({ ...gap, duty: '<b>Rota</b>' }, en).html).not.toContain('<b>Rota')
  })
})
