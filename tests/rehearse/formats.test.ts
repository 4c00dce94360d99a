import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { readLog } from '../../bin/rehearse/log.ts'
import { textOf } from '../../bin/rehearse/log-text.ts'
import { rehearse } from '../../bin/rehearse/rehearse.ts'
import { logOf, row } from './logs.ts'

const rows = [row('01-03-2024 08:10', 'New'), row('01-03-2024 12:00', 'Resolved', { assigned_to: '王, 伟' })]
/** Its comma in quotes, as every program writes it. */
const usual = logOf(...rows).replace('王, 伟', '"王, 伟"')
const asIso = (text: string) => text.replace(/(\d\d)-(\d\d)-(\d{4}) (\d\d:\d\d)/g, '$3-$2-$1 $4:00')
const separatedBy = (separator: string) => usual.replace(/,(?! )/g, separator)

describe('F19: dates as ServiceNow writes them', () => {
  test('are read to the second, and are the same instants as those of day, month and year', () => {
    expect(readLog(asIso(usual))).toEqual(readLog(usual))
    const [incident] = readLog(asIso(usual).replace('12:00:00', '12:00:59')).incidents
    expect(incident?.rows.map(({ at, state }) => [at - incident.openedAt, state])).toEqual([
      [600, 'New'],
      [4 * 3600 + 59, 'Resolved'],
    ])
  })

  test.each(['2024-02-30 08:00:00', '2024-13-01 08:00:00', '2024-03-01 24:00:00', '03/01/2024 08:00', '2024-03-01'])(
    'and what is none is said to be none: %s',
    (updated) => {
      expect(readLog(logOf(row(updated, 'Active'))).findings).toMatchObject([
        { reason: `sys_updated_at "${updated}" is no date`, refused: true },
      ])
    },
  )
})

describe('F20: a log is read however it was saved', () => {
  test.each([';', '\t', '|'])('with its columns separated by %j', (separator) => {
    expect(readLog(separatedBy(separator))).toEqual(readLog(usual))
  })

  const utf16 = Buffer.from(usual, 'utf16le')
  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(usual)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${usual}`)],
    ['UTF-16 as Excel saves it', Buffer.from(`\ufeff${usual}`, 'utf16le')],
    ['UTF-16 without a mark', utf16],
    ['UTF-16, big end first', Buffer.from(`\ufeff${usual}`, 'utf16le').swap16()],
  ])('in %s', (_encoding, bytes) => {
    expect(readLog(textOf(bytes))).toEqual(readLog(usual))
  })

  test('but in no encoding that would have to be guessed', () => {
    const gbk = Buffer.concat([Buffer.from(usual), Buffer.from([0xcd, 0xf5])])
    expect(() => textOf(gbk)).toThrow(/UTF-8 and UTF-16 are.*\n.*iconv -f GBK -t UTF-8/)
  })
})

describe('a log of which nothing can be played', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'aftercare-formats-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ['F19: with dates of another form', logOf(row('03/01/2024 8:10 AM', 'New')), /Line 2.*is no date/],
    ['with states of another system', logOf(row('01-03-2024 08:10', 'Offen')), /Line 2.*unknown state "Offen"/],
    ['F20: with columns set apart by spaces', separatedBy(' '), /lacks number/],
  ])('%s ends with 2 and with what is read', async (_what, text, reason) => {
    const file = path.join(folder, 'log.csv')
    writeFileSync(file, text)
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    try {
      expect(await rehearse([file, '--api', 'http://127.0.0.1:9', '--token', 'none'])).toBe(2)
      const message = said.mock.calls.flat().join('\n')
      expect(message).toMatch(reason)
      expect(message).toMatch(/2024-10-03 08:00:00 or 03-10-2024 08:00[\s\S]*comma, semicolon, tab/)
    } finally {
      said.mockRestore()
    }
  })
})
