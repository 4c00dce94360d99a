import { describe, expect, test } from '@jest/globals'
import { type Alarm, allClear, firstAlarm, raisedAgain } from '../../domain/ticket/alarm.ts'
import { agent, resident } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { hours } from '../support/time/amounts.ts'

const alarmed = () => new Play(0, opening({ channel: 'alarm', alarmKey: 'lims/disk-full' }), agent)
const told = ({ notices }: Play) =>
  notices.flatMap(({ message, to }) => (/^alarm/.test(message) ? [[message, ...to]] : []))
const kinds = (play: Play) => play.types().filter((type) => /^alarm/.test(type))

describe('R5.10: an alarm on its ticket', () => {
  test('is kept with how often it came, when first and when last', () => {
    const play = alarmed()
    expect(play.state.alarms).toEqual([{ key: 'lims/disk-full', count: 1, flaps: 0, firstAt: 0, lastAt: 0 }])
    expect(raisedAgain(firstAlarm('k', 0), 60)).toEqual({ key: 'k', count: 2, flaps: 0, firstAt: 0, lastAt: 60 })
  })

  test('that is repeated is only counted; an all-clear and what comes after it are told to whoever has the ticket', () => {
    const play = alarmed().answered().after(60)
    let alarm = raisedAgain(firstAlarm('lims/disk-full', 0), play.at)
    play.alarm(alarm)
    expect(kinds(play)).toEqual([])
    alarm = allClear(alarm, play.after(60).at)
    play.alarm(alarm).alarm(allClear(alarm, play.at + 5))
    alarm = raisedAgain(alarm, play.after(60).at)
    play.alarm(alarm)
    expect(kinds(play)).toEqual(['alarmCleared', 'alarmRaised'])
    expect(told(play)).toEqual([
      ['alarm-cleared', 'assignee'],
      ['alarm-raised', 'assignee'],
    ])
    expect(play.state.alarms).toEqual([{ key: 'lims/disk-full', count: 3, flaps: 1, firstAt: 0, lastAt: 180 }])
  })

  test('that comes after the repair is told, once for each repair', () => {
    const play = alarmed().answered().resolved(resident)
    let alarm = firstAlarm('lims/disk-full', 0)
    for (let n = 0; n < 5; n++) {
      alarm = raisedAgain(alarm, play.after(60).at)
      play.alarm(alarm)
    }
    expect(play.events.filter(({ type }) => type === 'alarmRaised').map(({ data }) => data)).toEqual([
      expect.objectContaining({ because: 'afterRepair' }),
    ])
  })

  test.each([
    ['10,000 repeats', (alarm: Alarm) => alarm],
    ['10,000 times on and off', allClear],
  ])('in a storm of %s leaves some thirty events at most', (_name, between: (alarm: Alarm, at: number) => Alarm) => {
    const play = alarmed().answered()
    let alarm = firstAlarm('lims/disk-full', 0)
    const before = play.events.length
    for (let n = 0; n < 10_000; n++) {
      play.at += 1
      alarm = between(raisedAgain(alarm, play.at), play.at)
      play.alarm(alarm)
    }
    expect(alarm.count).toBe(10_001)
    expect(play.events.length - before).toBeLessThan(40)
    expect(play.events.length - before).toBeGreaterThan(3)
  })

  test('of which what is noted was overtaken changes nothing, nor is anything noted of a ticket that has ended', () => {
    const play = alarmed().answered()
    const first = firstAlarm('lims/disk-full', 0)
    const again = raisedAgain(allClear(first, 5), 9)
    play.alarm(again)
    const { version } = play.state
    play.alarm(allClear(first, 5)).alarm(again)
    expect(play.state.version).toBe(version)
    play.do('cancel', { reason: 'spam' }, agent).alarm(allClear(again, 20))
    expect(kinds(play)).toEqual(['alarmRaised'])
  })

  test('SLA 20: moves no follow-up, and takes no page, whosever account the machine uses', () => {
    const quiet = alarmed().answered().after(hours(1))
    const held = () => quiet.state.clocks.map(({ heldUntil }) => heldUntil)
    const [touchedAt, before] = [quiet.state.touchedAt, held()]
    quiet.at += 1
    quiet.alarm(allClear(firstAlarm('lims/disk-full', 0), quiet.at), resident)
    expect(kinds(quiet)).toEqual(['alarmCleared'])
    expect(quiet.state.touchedAt).toBe(touchedAt)
    expect(held()).toEqual(before)
  })
})
