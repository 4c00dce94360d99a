import { expect, test } from '@jest/globals'
import { policies } from '../../demo/policies.ts'
import { clockStateOf, dueOf } from '../../domain/promises/clock.ts'
import { coverageOf } from '../../domain/time/business-calendar.ts'
import { calendars } from '../../demo/calendars.ts'
import { secondsPerDay, toIso } from '../../domain/time/instant.ts'
import { opening } from '../support/ticket/opening.ts'
import { acceptor, agent, headquarters, senior } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { shanghai } from '../support/time/shanghai.ts'

const from = shanghai('2026-11-27 02:00') - secondsPerDay
const coverage = Object.fromEntries(
  calendars(2026).map(({ id, definition }) => [`${id}@1`, coverageOf(definition, from, from + 60 * secondsPerDay)]),
)
const government = policies.find(({ id }) => id === 'pol_jiangzhou')

test('R2.1: a night on the ladder, from an alarm to the manager, to the second', () => {
  if (government === undefined) throw new Error('The demo has no such policy')
  const policy = { id: government.id, version: 1, ...government.definition }
  const play = new Play('2026-11-27 02:00', opening({ coverage, channel: 'alarm' }, policy))
  const due = (id: string) => {
    const at = dueOf(play.clock(id), coverage)
    return at === undefined
      ? 'not known'
      : toIso(at + 8 * 3600)
          .slice(5, 16)
          .replace('T', ' ')
  }
  const state = (id: string) => clockStateOf(play.clock(id))
  expect(due('response/1')).toBe('11-27 02:10')
  play.until('2026-11-27 02:06').answered()
  expect(state('response/1')).toBe('met')

  play.until(shanghai('2026-11-27 03:00') + 1)
  expect([play.state.tier, state('resolution/1')]).toEqual(['headquarters', 'breached'])
  const ofHeadquarters = ['solution@headquarters/1', 'arrival@headquarters/1', 'resolution@headquarters/1']
  expect(ofHeadquarters.map(due)).toEqual(['11-27 04:00', '11-27 05:00', '11-28 03:00'])
  play.until('2026-11-27 03:40').do('propose', { solution: '回退补丁' }, headquarters)
  play.until('2026-11-27 04:50').do('arrive', {}, headquarters)
  expect(ofHeadquarters.map(state)).toEqual(['met', 'met', 'running'])

  play.until('2026-11-27 20:00').do('escalate', { reason: '总部未能排除' }, headquarters)
  expect(due('resolution@senior/1')).toBe('11-28 08:00')
  play.until('2026-11-28 01:30').resolved(senior)

  play.until('2026-11-28 09:00').do('refuseSignOff', { method: 'signedIn', reason: '仍然报错' }, acceptor)
  expect(play.state.tier).toBe('manager')
  expect(play.state.clocks.filter(({ tier }) => tier === 'manager')).toEqual([])
  expect([due('resolution@headquarters/1'), due('resolution@senior/1')]).toEqual(['11-28 10:30', '11-28 15:30'])
  play.until(shanghai('2026-11-28 10:30') + 1)
  expect([state('resolution@headquarters/1'), state('resolution@senior/1')]).toEqual(['breached', 'running'])

  play.until('2026-11-28 14:00').resolved(agent)
  expect(state('resolution@senior/1')).toBe('met')
  play.until('2026-11-28 15:00').do('signOff', { method: 'signedIn', rating: 2 }, acceptor)
  expect(play.state.status.name).toBe('closed')
  expect(play.state.clocks.filter(({ breach }) => breach).map(({ id }) => id)).toEqual([
    'resolution/1',
    'resolution@headquarters/1',
  ])
})
