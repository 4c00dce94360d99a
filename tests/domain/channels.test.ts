import { describe, expect, test } from '@jest/globals'
import { channelFaults, isOnAt } from '../../domain/people/channels.ts'
import { isPage } from '../../domain/ticket/pages.ts'
import { fromIso } from '../../domain/time/instant.ts'

describe('the hours of a channel', () => {
  const nights = { friday: [['18:00', '09:00']] } as const
  const week = { friday: nights.friday.map(([from, to]): [string, string] => [from, to]) }

  test.each([
    ['2026-11-27T09:59:59Z', false],
    ['2026-11-27T10:00:00Z', true],
    // Saturday morning still belongs to the night of Friday.
    ['2026-11-28T00:59:59Z', true],
    ['2026-11-28T01:00:00Z', false],
    ['2026-11-26T20:00:00Z', false],
  ])('are those of its owner’s zone, across midnight too: %s is %p', (at, on) => {
    expect(isOnAt(week, 'Asia/Shanghai', fromIso(at))).toBe(on)
  })

  test('are other instants in another zone, and all when none are named', () => {
    expect(isOnAt(week, 'Europe/Berlin', fromIso('2026-11-27T10:00:00Z'))).toBe(false)
    expect(isOnAt(week, 'Europe/Berlin', fromIso('2026-11-27T17:00:00Z'))).toBe(true)
    expect(isOnAt(null, 'Asia/Shanghai', 0)).toBe(true)
  })
})

test('http is for addresses within the house alone', () => {
  const channel = {
    kind: 'webhook',
    url: 'http://10.1.2.3/hook',
    secret: `whsec_${'A'.repeat(32)}`,
    hours: null,
  } as const
  expect(channelFaults(channel, 'UTC', true)).toEqual([])
  expect(channelFaults(channel, 'UTC', false)).toEqual([{ path: ['url'], message: 'Expected https://' }])
})

describe('our people are paged', () => {
  const record = { openedAt: '2026-11-27T02:00:00Z', nextDueAt: '2026-11-27T02:10:00Z' }

  test.each(['escalated', 'breached', 'warning', 'overdue-reminder'] as const)('of %s', (message) => {
    expect(isPage({ message }, { ...record, nextDueAt: null })).toBe(true)
  })

  test('of an opening only when something of it is due within the hour', () => {
    expect(isPage({ message: 'opened' }, record)).toBe(true)
    expect(isPage({ message: 'opened' }, { ...record, nextDueAt: '2026-11-27T03:00:01Z' })).toBe(false)
    expect(isPage({ message: 'opened' }, { ...record, nextDueAt: null })).toBe(false)
  })

  test('of nothing that can wait for the mail', () => {
    for (const message of ['noted', 'rated', 'responded', 'sign-off-reminder'] as const) {
      expect(isPage({ message }, record)).toBe(false)
    }
  })
})
