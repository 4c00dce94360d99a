import { describe, expect, test } from '@jest/globals'
import { type Verdict, weighed } from '../../domain/promises/choice.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import type { About } from '../../domain/promises/subject.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { row } from '../support/ticket/policy.ts'
import { hours } from '../support/time/amounts.ts'

const about: About = {
  kind: 'incident',
  class: 'general',
  priority: 'normal',
  channel: 'email',
  systemId: 'sys-1',
  phase: 'maintenance',
  importantPeriods: [{ name: '两会', from: hours(100), to: hours(200) }],
}

function verdicts(
  rows: PolicyRow[],
  more: Partial<About> = {},
  from: Parameters<typeof weighed>[1]['from'] = { opened: 0 },
) {
  const policy = { id: 'p-1', version: 1, rows, ladder: [], minimumGapSeconds: 0 }
  const metric = rows[0]?.metric ?? 'response'
  const { tier } = rows[0] ?? {}
  const all = weighed(policy, { metric, ...(tier && { tier }), from }, { ...about, ...more }, {})
  return all.map(({ verdict }): Verdict => verdict)
}

describe('Of the rows of a plan', () => {
  test('R2: the strictest that holds wins, whatever the class is called and whichever stands first', () => {
    expect(verdicts([row('arrival', 24), row('arrival', 4), row('arrival', 5)])).toEqual(['later', 'won', 'later'])
    const emergencyIsLater = [row('resolution', 1), row('resolution', 2, { classes: ['critical'] })]
    expect(verdicts(emergencyIsLater, { class: 'critical' })).toEqual(['won', 'later'])
    expect(verdicts(emergencyIsLater)).toEqual(['won', 'class'])
  })

  test('of two that fall due at the same instant the first stands', () => {
    expect(verdicts([row('arrival', 4), row('arrival', 4)])).toEqual(['won', 'later'])
  })

  test('the contract may rank them: then the first rank wins, however strict another is', () => {
    const rows = [row('arrival', 4), row('arrival', 24, { rank: 2 }), row('arrival', 36, { rank: 1 })]
    expect(verdicts(rows)).toEqual(['outranked', 'outranked', 'won'])
    expect(verdicts([row('arrival', 9, { rank: 1 }), row('arrival', 8, { rank: 1 })])).toEqual(['later', 'won'])
  })

  test('what ranks first and does not hold leaves the place to the next', () => {
    expect(verdicts([row('arrival', 4, { rank: 1, kinds: ['inquiry'] }), row('arrival', 24)])).toEqual(['kind', 'won'])
  })

  test.each<[Partial<PolicyRow>, Partial<About>, Verdict]>([
    [{ kinds: ['inquiry'] }, { kind: 'inquiry' }, 'kind'],
    [{ classes: ['critical'] }, { class: 'critical' }, 'class'],
    [{ priorities: ['high'] }, { priority: 'high' }, 'priority'],
    [{ channels: ['phone'] }, { channel: 'phone' }, 'channel'],
    [{ systems: ['sys-2'] }, { systemId: 'sys-2' }, 'system'],
    [{ phases: ['after'] }, { phase: 'after' }, 'phase'],
  ])('one for %j holds of that alone', (filter, fits, otherwise) => {
    const only = [row('response', 1, filter)]
    expect(verdicts(only)).toEqual([otherwise])
    expect(verdicts(only, fits)).toEqual(['won'])
  })

  test('what is not known of a ticket fits no row that asks for it', () => {
    const { systemId: _none, phase: _never, ...unknown } = about
    const policy = { id: 'p', version: 1, ladder: [], minimumGapSeconds: 0 }
    const asks = [row('response', 1, { systems: ['sys-1'] }), row('response', 1, { phases: ['maintenance'] })]
    const all = weighed({ ...policy, rows: asks }, { metric: 'response', from: { opened: 0 } }, unknown, {})
    expect(all.map(({ verdict }) => verdict)).toEqual(['system', 'phase'])
  })

  test('R2.9: in an important period its rows stand instead of all others, by the instant from which each counts', () => {
    const rows = [
      row('arrival', 2, { rank: 1 }),
      row('arrival', 4, { importantPeriod: true }),
      row('arrival', 3, { importantPeriod: true, classes: ['critical'] }),
    ]
    const at = (opened: number) => verdicts(rows, {}, { opened })
    expect(at(hours(100) - 1)).toEqual(['won', 'importantPeriod', 'class'])
    expect(at(hours(100))).toEqual(['overridden', 'won', 'class'])
    expect(at(hours(200) - 1)).toEqual(['overridden', 'won', 'class'])
    expect(at(hours(200))).toEqual(['won', 'importantPeriod', 'class'])
  })

  test('R2.1: the headquarters’ hours may be read from the call or from the report; where both are written, the stricter holds', () => {
    const fromCall = row('solution', 1, { tier: 'headquarters' })
    const fromReport = row('solution', 1, { tier: 'headquarters', anchor: 'opened' })
    const called = { opened: 0, handedToTier: hours(1) }
    expect(verdicts([fromCall, fromReport], {}, called)).toEqual(['later', 'won'])
  })

  test('what the desk sets itself never takes the place of a promise, however strict it is: both run (SLA 24)', () => {
    const rows = [row('response', 4), row('response', 1, { internal: true })]
    const policy = { id: 'p-1', version: 1, rows, ladder: [], minimumGapSeconds: 0 }
    const { clocks } = new Play(0, opening({}, policy)).answered().state
    expect(clocks.map(({ id, target, stop }) => [id, target.amount, stop?.why])).toEqual([
      ['response/1', 4, 'met'],
      ['desk-response/1', 1, 'met'],
    ])
  })
})
