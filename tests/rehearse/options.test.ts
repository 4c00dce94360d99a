import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { accessOf } from '../../bin/rehearse/local-stack.ts'
import { optionsOf } from '../../bin/rehearse/options.ts'

describe('what may be asked for', () => {
  test('a log alone is played with 30 minutes and 24 hours', () => {
    expect(optionsOf(['log.csv'])).toEqual({
      file: 'log.csv',
      targets: { response: 1800, resolution: 86_400 },
      limit: Number.POSITIVE_INFINITY,
      concurrency: 8,
    })
  })

  test('durations are written in seconds, minutes, hours or days', () => {
    expect(optionsOf(['a', '--response', '120s', '--resolution', '2d'])?.targets).toEqual({
      response: 120,
      resolution: 172_800,
    })
  })

  test.each([
    [['a', '--response', '90s'], /whole minutes/],
    [['a', '--response', '0m'], /a duration is written like/],
    [['a', '--resolution', 'soon'], /--resolution soon/],
    [['a', '--limit', '0'], /--limit 0/],
    [['a', '--concurrency', '1.5'], /--concurrency 1.5/],
    [['a', '--api', 'desk'], /--api desk/],
    [['a', 'b'], /One log at a time/],
    [['a', '--speed', '9'], /speed/],
    [[], /Which log/],
  ])('%j is refused, with the reason', (args, reason) => {
    expect(() => optionsOf(args)).toThrow(reason)
  })
})

describe('whose token is used', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'rehearse-')), 'stack.json')
  const users = [
    { role: 'agent', token: 'agents' },
    { role: 'admin', token: 'admins' },
  ]
  writeFileSync(file, JSON.stringify({ api: 'http://127.0.0.1:4711', users }))

  test("the local stack's admin, when nothing is said", () => {
    expect(accessOf({}, file)).toEqual({ api: 'http://127.0.0.1:4711', token: 'admins' })
  })

  test('a local token is never sent elsewhere', () => {
    expect(() => accessOf({ api: 'http://desk.example' }, file)).toThrow(/--token/)
  })

  test('without a running stack it says how to start one', () => {
    expect(() => accessOf({}, `${file}.none`)).toThrow(/npm start/)
  })

  test('a token that is given is used', () => {
    expect(accessOf({ token: 't' }, `${file}.none`)).toEqual({ api: 'http://127.0.0.1:3000', token: 't' })
  })
})
