import { describe, expect, test } from '@jest/globals'
import { readLog } from '../../bin/rehearse/log.ts'
import { logOf, row } from './logs.ts'

const statesOf = (text: string) => readLog(text).incidents[0]?.rows.map(({ state }) => state)
const told = (text: string) =>
  readLog(text).findings.map(({ line, reason, refused }) => `${line} ${refused ? 'refused' : 'noted'}: ${reason}`)

describe('how a log is read', () => {
  test('rows go by their time, then by their count of changes', () => {
    const log = logOf(
      row('01-03-2024 10:00', 'Resolved', { sys_mod_count: '2' }),
      row('01-03-2024 10:00', 'Active', { sys_mod_count: '1' }),
      row('01-03-2024 09:00', 'New', { sys_mod_count: '3' }),
    )
    expect(statesOf(log)).toEqual(['New', 'Active', 'Resolved'])
    expect(told(log)).toEqual([3, 4].map((line) => `${line} noted: out of order in the file; played by its time`))
  })

  test('a row stamped before the opening is reported and left out; one at that very minute is played', () => {
    const log = logOf(row('01-03-2024 07:59', 'Active'), row('01-03-2024 08:00', 'New'))
    expect(statesOf(log)).toEqual(['New'])
    expect(told(log)).toEqual(['2 refused: stamped before the incident was opened'])
  })

  test.each([
    ['an unknown state', row('01-03-2024 09:00', 'On Hold'), /unknown state "On Hold"/],
    ['a date that does not exist', row('30-02-2024 09:00', 'Active'), /sys_updated_at "30-02-2024 09:00" is no date/],
    ['an unknown time', row('?', 'Active'), /sys_updated_at "\?" is no date/],
    ['an unknown opening', row('01-03-2024 09:00', 'Active', { opened_at: '?' }), /opened_at "\?" is no date/],
    ['no count of changes', row('01-03-2024 09:00', 'Active', { sys_mod_count: 'x' }), /sys_mod_count "x"/],
    ['too few fields', 'INC1,Active,1', /malformed/],
    ['too many fields', `${row('01-03-2024 09:00', 'Active')},more`, /malformed/],
    ['a quote that never closes', row('01-03-2024 09:00', '"Active'), /unknown state/],
    ['no number', row('01-03-2024 09:00', 'Active', { number: '?' }), /names no incident/],
  ])('a row with %s is refused with its line, and the others are played', (_what, bad, reason) => {
    const { incidents, findings } = readLog(
      logOf(row('01-03-2024 08:10', 'New'), bad, row('01-03-2024 10:00', 'Resolved')),
    )
    expect(findings).toEqual([
      { incident: expect.any(String), line: 3, reason: expect.stringMatching(reason), refused: true },
    ])
    expect(incidents[0]?.rows.map(({ state }) => state)).toEqual(['New', 'Resolved'])
  })

  test('how the customer came in is mapped, and an unknown way is told', () => {
    const channelOf = (contact: string) =>
      readLog(logOf(row('01-03-2024 09:00', 'New', { contact_type: contact }))).incidents[0]?.channel
    expect(['Phone', 'Email', 'Self service', 'Direct opening', 'IVR', '?'].map(channelOf)).toEqual([
      'phone',
      'email',
      'web',
      'web',
      'phone',
      'web',
    ])
    expect(told(logOf(row('01-03-2024 09:00', 'New', { contact_type: 'Fax' })))).toEqual([
      '2 noted: unknown contact_type "Fax"; opened as web',
    ])
  })

  test('only the first incidents are read when so many are asked for', () => {
    const rows = ['INC1', 'INC2', 'INC1', 'INC3'].map((number) => row('01-03-2024 09:00', 'New', { number }))
    expect(readLog(logOf(...rows), 2).incidents.map(({ number, rows }) => [number, rows.length])).toEqual([
      ['INC1', 2],
      ['INC2', 1],
    ])
  })

  test('an incident without a single row to play is still one', () => {
    expect(readLog(logOf(row('?', 'Active'))).incidents).toMatchObject([{ number: 'INC1', rows: [] }])
  })

  test.each([
    ['an empty file', '', /empty/],
    ['a header alone', logOf(), /no incident/],
    ['a missing column', 'number,incident_state\r\nINC1,New\r\n', /lacks sys_mod_count, opened_at/],
  ])('%s is refused in clear words', (_what, text, reason) => {
    expect(() => readLog(text)).toThrow(reason)
  })
})
