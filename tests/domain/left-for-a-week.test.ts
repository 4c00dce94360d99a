import { expect, test } from '@jest/globals'
import { policies } from '../../demo/policies.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import type { Notice } from '../../domain/ticket/notices.ts'
import { days } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'

/** Whom a notice reaches: every member of a tier is one reader of all that the tier is told. */
function readers({ to, tier, assigneeId }: Notice): string[] {
  const each = to.map((audience) => {
    if (audience === 'tier' || (audience === 'assignee' && !assigneeId)) return tier === 'manager' ? 'manager' : tier
    return audience === 'assignee' ? (assigneeId ?? '') : audience
  })
  return [...new Set(each)]
}

test('one ticket that nobody answers for a week sends nobody more than twelve mails (SLA 20, 22)', () => {
  const policy = policies.find(({ id }) => id === 'pol_jiangzhou')?.definition
  if (policy === undefined) throw new Error('The demo has no such policy')
  const play = new Play(
    '2026-11-27 02:00',
    opening({ channel: 'alarm' }, { id: 'pol_jiangzhou', version: 1, ...policy }),
  )
  const ends = play.at + days(7)
  for (let next = nextDeadline(play.state); next && next.at <= ends; next = nextDeadline(play.state))
    play.until(next.at)
  const mails = new Map<string, number>()
  for (const notice of play.notices) for (const who of readers(notice)) mails.set(who, (mails.get(who) ?? 0) + 1)
  expect(Math.max(...mails.values())).toBeLessThanOrEqual(12)
  expect(mails.get('manager')).toBeGreaterThanOrEqual(5)
})
