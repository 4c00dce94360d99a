import { describe, expect, test } from '@jest/globals'
import { policyChanges } from '../../domain/promises/policy-changes.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'

const promise = (amount: number, more = {}) => ({
  ...{ target: { amount, unit: 'workingHours' }, calendar: 'always', anchor: 'opened', source: 'R2.1' },
  ...more,
})

describe('SLA 18: what another version of a policy changes', () => {
  test('is nothing when it says the same, in whichever order', () => {
    const { rows, ladder } = generalPolicy
    const turned = rows.map(({ source, target: { amount, unit }, ...more }) => ({
      target: { unit, amount },
      source,
      ...more,
    }))
    const classes = turned.map((one) => (one.classes ? { ...one, classes: one.classes.toReversed() } : one))
    const same = { ...generalPolicy, rows: classes.toReversed(), ladder: ladder.toReversed() }
    expect(policyChanges(generalPolicy, same)).toEqual({ rows: [], ladder: { added: 0, removed: 0 }, others: [] })
  })

  test('is each promise that is made, moved or dropped, with what it is about, before and after', () => {
    const before = { ...generalPolicy, rows: [row('response', 1), row('resolution', 4, { classes: ['general'] })] }
    const after = {
      ...generalPolicy,
      rows: [row('resolution', 8, { classes: ['general'] }), row('update', 2, { internal: true })],
    }
    expect(policyChanges(before, after).rows).toEqual([
      { metric: 'response', before: promise(1), after: null },
      { metric: 'resolution', classes: ['general'], before: promise(4), after: promise(8) },
      { metric: 'update', internal: true, before: null, after: promise(2, { anchor: 'customerMessage' }) },
    ])
  })

  test('is also how many steps of the ladder come and go, and which of its other terms differ', () => {
    const { ladder } = generalPolicy
    const after = { ...generalPolicy, ladder: [...ladder.slice(1), { ...ladder[1], percent: 60 }], holdSeconds: 60 }
    const changes = policyChanges(generalPolicy, after as typeof generalPolicy)
    expect(changes).toEqual({ rows: [], ladder: { added: 1, removed: 1 }, others: ['holdSeconds'] })
  })
})
