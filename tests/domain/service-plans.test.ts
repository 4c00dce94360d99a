import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { policies } from '../../demo/policies.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'

/** The plans' figures, as docs/service-plans.md has them. */
const figures = readFileSync(new URL('../../docs/service-plans.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => {
    const [no = '', clause = '', words = '', ...said] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return { no: Number(no), clause, words, said: [clause, ...said].join(' | ') }
  })

/** A row in the words of that table. */
function told(row: PolicyRow): string {
  const { metric, target, calendar, anchor, tier, kinds, classes, systems, channels, phases, mode, rank, source } = row
  const holds = [kinds, classes, systems, channels, phases].flatMap((some) => some?.join(', ') ?? [])
  const manner = [...(mode === 'onSite' ? ['on site'] : []), ...(rank === undefined ? [] : [`rank ${rank}`])]
  const from = tier ? `${anchor} ${tier}` : anchor
  const cells = [source, metric, `${target.amount} ${target.unit}`, calendar, from, [...holds, ...manner].join('; ')]
  return cells.join(' | ')
}

const promised = policies.flatMap(({ definition }) => definition.rows.filter(({ internal }) => !internal))

describe('The data of the service plans', () => {
  test('R2.1–R2.8: state each of the 21 figures, and none that no plan states', () => {
    expect(figures.map(({ no }) => no)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    expect(promised.map(told).toSorted()).toEqual(figures.map(({ said }) => said).toSorted())
  })

  test.each(figures)('$no: $words', ({ words, said }) => {
    const [, , target = ''] = said.split(' | ')
    const [amount, unit = ''] = target.split(' ')
    const inWords = { workingMinutes: '分钟', workingHours: '小时', workingDays: '工作日' }[unit]
    expect(words).toMatch(new RegExp(`(?<!\\d)${amount}个?${inWords}`))
  })

  test('what each clause states is among the 21', () => {
    const count = (clause: string) => figures.filter((figure) => figure.clause === clause).length
    const clauses = ['R2.1', 'R2.2', 'R2.3', 'R2.4', 'R2.5', 'R2.6', 'R2.7', 'R2.8']
    expect(clauses.map(count)).toEqual([6, 2, 1, 6, 1, 2, 2, 1])
  })
})
