import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clockStateOf, dueOf, elapsedOf } from '../../domain/promises/clock.ts'
import type { LadderStep, Policy, PolicyRow } from '../../domain/promises/policy.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { row } from '../support/ticket/policy.ts'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import { standingOf } from '../../domain/ticket/standing.ts'

const policy = (rows: PolicyRow[], ladder: LadderStep[] = []): Policy => ({
  id: 'p-case',
  version: 1,
  rows,
  ladder,
  minimumGapSeconds: 300,
})
const response = row('response', 1)
const update = row('update', 4)
const urgent = row('resolution', 4, { priorities: ['high'] })

describe('A promise knows all that its ticket has lived through (SLA 19)', () => {
  test('F01: none of ours runs on a closed ticket, and none is broken there', () => {
    const play = new Play(0, opening({}, policy([response, update, row('resolution', 240)])))
    play.answered().resolved().after(600).do('reply', { message: '好了，谢谢', channel: 'web' }, customer)
    play.after(600).do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    expect(play.state.clocks.map((clock) => [clock.id, clockStateOf(clock)])).toEqual([
      ['response/1', 'met'],
      ['resolution/1', 'met'],
    ])
    play.after(days(3)).do('reopen', { reason: '又坏了' }, acceptor)
    expect(play.state.clocks.filter(({ breach }) => breach)).toEqual([])
    expect(play.state.clocks.map(({ id }) => id)).not.toContain('update/1')
  })

  test('F01: nor after deemed acceptance', () => {
    const deemed = { target: { amount: 1, unit: 'workingHours' as const }, calendar: 'always' }
    const base = opening({}, policy([response, update]))
    const play = new Play(0, { ...base, terms: { ...base.terms, deemedAcceptance: deemed } })
    play.answered().resolved().after(60).do('reply', { message: '好了', channel: 'web' }, customer).after(hours(2))
    expect(play.state.status.name).toBe('closed')
    expect(play.state.clocks.filter((clock) => clockStateOf(clock) === 'running')).toEqual([])
  })

  test('an unanswered message to a repaired ticket is owed an answer from when work goes on', () => {
    const play = new Play(0, opening({}, policy([response, update])))
    play.answered().resolved().after(600).do('reply', { message: '还是不行', channel: 'web' }, customer)
    expect(play.state.clocks.map(({ id }) => id)).not.toContain('update/1')
    play.after(600).do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
    expect(play.clock('update/1')).toMatchObject({ startedAt: 1200, pauses: [] })
  })

  test('F02: a tier that is called to a repaired ticket has no repair clock before work goes on', () => {
    const rows = [response, row('resolution', 240), row('resolution', 2, { tier: 'headquarters' }), row('signOff', 1)]
    const ladder: LadderStep[] = [{ metric: 'signOff', percent: 100, notify: ['manager'], raiseTo: 'headquarters' }]
    const play = new Play(0, opening({}, policy(rows, ladder))).answered().resolved().after(hours(10))
    expect(play.state.tier).toBe('headquarters')
    expect(play.state.clocks.map(({ id }) => id)).not.toContain('resolution@headquarters/1')
    play.do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
    expect(play.clock('resolution@headquarters/1').startedAt).toBe(hours(10))
  })

  test('F03, SLA 22: warnings keep their distance, whatever moved the clock', () => {
    const rows = [row('resolution', 8, { priorities: ['normal'] }), row('resolution', 4, { priorities: ['high'] })]
    const ladder: LadderStep[] = [75, 100].map((percent) => ({ metric: 'resolution', percent, notify: ['assignee'] }))
    const play = new Play(0, opening({}, policy(rows, ladder))).answered().after(23_400)
    for (let times = 0; times < 2; times++) {
      play.do('triage', { priority: 'high' }, agent).after(20)
      play.do('triage', { priority: 'normal', reason: '误填' }, agent).after(20)
    }
    play.after(hours(3))
    const told = play.events.filter(({ type }) => type === 'warned' || type === 'breached').map(({ at }) => at)
    expect(told.length).toBeGreaterThan(1)
    for (const [index, at] of told.slice(1).entries()) {
      const [event, previous] = [play.events.find((one) => one.at === at && one.type === 'warned'), told[index] ?? 0]
      if (event) expect(at - previous).toBeGreaterThanOrEqual(300)
    }
  })

  test('F05: one that was withdrawn by mistake comes back as if it had never gone', () => {
    const ladder: LadderStep[] = [{ metric: 'resolution', percent: 100, notify: ['manager'] }]
    const play = new Play(0, opening({ priority: 'high' }, policy([response, urgent], ladder))).answered().after(600)
    play.do('triage', { priority: 'normal', reason: '误填' }, agent).after(60)
    expect(play.clock('resolution/1').stop?.why).toBe('withdrawn')
    play.do('triage', { priority: 'high' }, agent)
    expect(dueOf(play.clock('resolution/1'), {})).toBe(hours(4))
    play.after(days(1))
    expect(play.clock('resolution/1')).toMatchObject({ startedAt: 0, breach: { at: hours(4), cause: 'late' } })
  })

  test('F05: the same where a policy takes a row out and brings it back', () => {
    const play = new Play(0, opening({}, policy([response, row('resolution', 4)]))).answered().after(600)
    const terms = (rows: PolicyRow[]) => ({ ...play.state.terms, policy: policy(rows) })
    play.do('retarget', { terms: terms([response]), coverage: {}, reason: '调整' }, manager).after(60)
    expect(play.clock('resolution/1').stop?.why).toBe('withdrawn')
    play.do('retarget', { terms: terms([response, row('resolution', 4)]), coverage: {}, reason: '恢复' }, manager)
    expect(dueOf(play.clock('resolution/1'), {})).toBe(hours(4))
  })

  test('F06: one that is newly made knows the pauses, also the one that goes on', () => {
    const waiting = () =>
      new Play(0, opening({}, policy([response, urgent])))
        .answered()
        .after(1800)
        .do('pause', { reason: 'supplier', explanation: '等配件' }, resident)
        .after(hours(10))
    const resumed = waiting().do('resume', {}, resident).after(600).do('triage', { priority: 'high' }, agent).after(5)
    expect(resumed.clock('resolution/1').pauses).toEqual([{ from: 1800, to: 1800 + hours(10) }])
    expect(dueOf(resumed.clock('resolution/1'), {})).toBe(hours(14))
    expect(resumed.clock('resolution/1').breach).toBeUndefined()
    const paused = waiting().do('triage', { priority: 'high' }, agent).after(5)
    expect(clockStateOf(paused.clock('resolution/1'))).toBe('paused')
  })

  test('F06: and the time that it stood repaired', () => {
    const play = new Play(0, opening({}, policy([response, urgent]))).answered().after(600).resolved()
    play.after(hours(20)).do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor).after(60)
    play.do('triage', { priority: 'high' }, agent)
    expect(dueOf(play.clock('resolution/1'), {})).toBe(hours(24))
  })

  test('F07: one that is newly made cannot be broken before it was made', () => {
    const play = new Play(0, opening({}, policy([response, urgent]))).answered().after(hours(6))
    play.do('triage', { priority: 'high' }, agent).after(5)
    expect(play.clock('resolution/1').breach).toMatchObject({ at: hours(6), cause: 'retarget' })
  })

  describe('SLA 18: what is retargeted while it is repaired', () => {
    const repaired = (rows: PolicyRow[]) => new Play(0, opening({}, policy(rows))).answered().after(hours(5)).resolved()
    const put = (play: Play, ...rows: PolicyRow[]) => {
      const terms = { ...play.state.terms, policy: { ...policy(rows), version: 2 } }
      play.after(hours(1)).do('retarget', { terms, coverage: {}, reason: '调整' }, manager)
      return play.events.at(-1)?.data
    }
    const refused = (play: Play) =>
      play.after(hours(1)).do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor).after(1)

    test('is said with before and after, as it will hold if work goes on; the due is not known before', () => {
      const told = put(repaired([response, row('resolution', 8), row('signOff', 9)]), response, row('resolution', 6))
      expect(told).toMatchObject({
        before: [
          { clockId: 'resolution/1', target: '8 workingHours' },
          { clockId: 'signOff/1', target: '9 workingHours', dueAt: hours(14) },
        ],
        after: [{ clockId: 'resolution/1', target: '6 workingHours' }],
      })
      expect(JSON.stringify(told).match(/dueAt/g)).toHaveLength(1)
      const again = repaired([response, row('resolution', 8)])
      put(again, response, row('resolution', 6))
      expect(put(again, response, row('resolution', 4))).toMatchObject({
        before: [{ target: '6 workingHours' }],
        after: [{ target: '4 workingHours' }],
      })
    })

    test('cannot be broken before work goes on, be it moved or newly made', () => {
      for (const before of [[response, row('resolution', 8)], [response]]) {
        const play = repaired(before)
        put(play, response, row('resolution', 4))
        expect(play.state.clocks.filter(({ breach }) => breach)).toEqual([])
        expect(refused(play).clock('resolution/1').breach).toMatchObject({ at: hours(7), cause: 'retarget' })
        expect(dueOf(play.clock('resolution/1'), {})).toBe(hours(4))
      }
    })

    test('is promised then where it was a target of our own, and the other way round', () => {
      const own = row('resolution', 8, { internal: true })
      const ids = (play: Play) =>
        play.state.clocks.flatMap(({ id, metric, stop }) => (metric === 'resolution' && !stop ? id : []))
      const made = repaired([response, own])
      put(made, response, row('resolution', 8))
      expect(ids(refused(made))).toEqual(['resolution/1'])
      const withdrawn = repaired([response, row('resolution', 8)])
      put(withdrawn, response, own)
      expect(ids(refused(withdrawn))).toEqual(['desk-resolution/1'])
    })
  })

  test("F08: a change of class starts the called tier's clock from its call, and the ladder goes on", () => {
    const ofTier = (tier: 'headquarters' | 'senior', amount: number) =>
      row('resolution', amount, { tier, classes: ['general'] })
    const rows = [response, row('resolution', 2), ofTier('headquarters', 24), ofTier('senior', 12)]
    const step = (raiseTo: LadderStep['raiseTo'], tier?: LadderStep['tier']): LadderStep => ({
      ...{ metric: 'resolution', percent: 100, notify: [] },
      ...(tier && { tier }),
      ...(raiseTo && { raiseTo }),
    })
    const ladder = [step('headquarters'), step('senior', 'headquarters'), step('manager', 'senior')]
    const play = new Play(0, opening({ class: 'important' }, policy(rows, ladder))).answered().after(hours(3))
    expect([play.state.tier, play.state.clocks.length]).toEqual(['headquarters', 2])
    play.do('triage', { class: 'general', reason: '影响一般' }, agent)
    expect(play.clock('resolution@headquarters/1').startedAt).toBe(hours(2))
    expect(dueOf(play.clock('resolution@headquarters/1'), {})).toBe(hours(26))
    play.after(days(5))
    expect(play.state.tier).toBe('manager')
  })

  test('F09: who opens a ticket has not taken it: one notice a clock, at the highest threshold crossed', () => {
    const ladder: LadderStep[] = [
      { metric: 'response', percent: 100, notify: ['manager'], repeat: { everyPercent: 100, atMost: 5 } },
    ]
    const called = { channel: 'phone', calledAt: 0, backdateReason: '断网' } as const
    const rows = [row('response', 0, { target: { amount: 10, unit: 'workingMinutes' } })]
    const play = new Play(hours(2), opening(called, policy(rows, ladder))).after(2)
    expect(play.types()).toEqual(['opened', 'breached'])
    expect(play.clock('response/1')).toMatchObject({ reached: 600, breach: { at: minutes(10) } })
  })
})

const rows = [
  row('response', 1),
  row('update', 1),
  row('resolution', 3, { priorities: ['normal'] }),
  row('resolution', 2, { priorities: ['high'] }),
  row('resolution', 2, { tier: 'headquarters', priorities: ['high', 'low'] }),
  row('resolution', 1, { tier: 'senior' }),
]
const step = fc.record({
  wait: fc.nat(40),
  act: fc.constantFrom(
    'high',
    'normal',
    'low',
    'pause',
    'resume',
    'answer',
    'ask',
    'resolve',
    'refuse',
    'escalate',
    'handDown',
  ),
})
type Step = { wait: number; act: string }

function play(steps: readonly Step[]): Play {
  const played = new Play(0, opening({}, policy(rows)))
  for (const { wait, act } of steps) attempt(played.after(wait * 60), act)
  return played
}

function attempt(played: Play, act: string): void {
  const answering = played.state.respondedAt === undefined ? 'respond' : 'reply'
  switch (act) {
    case 'pause':
      played.try('pause', { reason: 'supplier', explanation: '等' }, agent)
      break
    case 'resume':
      played.try('resume', {}, agent)
      break
    case 'answer':
      played.try(answering, { message: '答', channel: 'web' }, headquarters)
      break
    case 'ask':
      played.try('reply', { message: '问', channel: 'web' }, customer)
      break
    case 'resolve':
      played.try('resolve', { cause: 'c', causeCode: 'data', fix: 'f', verification: 'v' }, agent)
      break
    case 'refuse':
      played.try('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
      break
    case 'handDown':
      played.try('handDown', { toTier: 'resident', reason: '可处理' }, agent)
      break
    case 'escalate':
      played.try('escalate', { reason: '难' }, agent)
      break
    default:
      played.try('triage', { priority: act as 'high', reason: '改' }, agent)
  }
}

/** Counts each clock's seconds one by one, from nothing but the list of events. */
function counted({ events, at: now }: Play): Map<string, number> {
  const seconds = new Map<string, number>()
  let [status, answeredOnce, asked, updates] = ['open', false, false, 0]
  const called = new Set<string>()
  for (let second = 0; second < now; second++) {
    for (const event of events.filter(({ at }) => at === second)) {
      if (event.type === 'responded') answeredOnce = true
      if (event.type === 'responded' && status === 'open') status = 'working'
      if (event.type === 'resumed') status = 'working'
      if (event.type === 'paused') status = 'waiting'
      if (event.type === 'resolved') [status, asked] = ['repaired', false]
      if (event.type === 'signOffRefused') status = 'working'
      if (event.type === 'replied') asked = false
      if (event.type === 'customerReplied' && answeredOnce && !asked) [asked, updates] = [true, updates + 1]
      // SLA 10: a tier that is called again does not begin anew, and one that handed it down is held to its time.
      if (event.type === 'escalated') called.add(event.data.to)
    }
    const count = (id: string) => seconds.set(id, (seconds.get(id) ?? 0) + 1)
    // The supplier is waited for: the contract lets that stop response and resolution, not update.
    if (!answeredOnce && status !== 'waiting') count('response/1')
    if (status === 'repaired') continue
    if (asked) count(`update/${updates}`)
    if (status === 'waiting') continue
    count('resolution/1')
    for (const tier of called) count(`resolution@${tier}/1`)
  }
  return seconds
}

describe('Whatever is done in whatever order', () => {
  test('each clock that stands has used just the seconds that a count from the events gives (SLA 2, 10, 12, 19)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const played = play(steps).after(60)
        const seconds = counted(played)
        for (const clock of played.state.clocks) {
          if (clock.stop?.why === 'withdrawn') continue
          const used = elapsedOf(clock, {}, played.at)
          expect([clock.id, used]).toEqual([clock.id, seconds.get(clock.id) ?? 0])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a promise that was made late, withdrawn and made again is the one that was always there (SLA 19)', () => {
    const without = ({ clocks }: Play['state']) =>
      clocks
        .filter(({ stop }) => stop?.why !== 'withdrawn')
        .map(({ id, startedAt, pauses, stop, target }) => ({ id, startedAt, pauses, stop, target }))
    const lives = fc.array(
      step.filter(({ act }) => !['high', 'normal', 'low'].includes(act)),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(lives, fc.array(fc.tuple(fc.nat(10), fc.constantFrom('high', 'low'))), (steps, detours) => {
        const straight = play([...steps, { wait: 0, act: 'normal' }])
        const detoured = play([
          ...steps.flatMap((one, index) => [
            one,
            ...detours.filter(([where]) => where === index).flatMap(([, act]) => [{ wait: 0, act }]),
          ]),
          { wait: 0, act: 'normal' },
        ])
        // What was promised of what had ended by then, has ended with it.
        const running = (clocks: ReturnType<typeof without>) => clocks.filter(({ stop }) => stop === undefined)
        expect(running(without(detoured.state))).toEqual(running(without(straight.state)))
      }),
      { numRuns: 200 },
    )
  })
})

describe('F04, SLA 22: a warning that is kept for the morning', () => {
  const night = {
    from: 0,
    until: days(3),
    segments: [[hours(8), hours(17), 0, hours(8)]] as [number, number, number, number][],
  }
  const ladder = [50, 75, 100].map((percent): LadderStep => ({ metric: 'resolution', percent, notify: ['manager'] }))
  const kept = () => {
    const base = opening({ coverage: { 'desk@1': night } }, policy([response, row('resolution', 10)], ladder))
    const policyAtNight = { ...base.terms.policy, noticeHours: 'desk@1' }
    return new Play(hours(-6), { ...base, terms: { ...base.terms, policy: policyAtNight } }).answered()
  }
  const waiting = (play: Play) =>
    play.notices.filter((notice) => notice.warns && !isOvertaken(notice, standingOf(play.state)))

  test('is sent, when nothing has happened since', () => {
    expect(waiting(kept().after(hours(5) + 60))).toHaveLength(1)
  })

  test.each([
    ['repaired', (play: Play) => play.resolved()],
    ['cancelled', (play: Play) => play.do('cancel', { reason: 'other' }, manager)],
    ['broken', (play: Play) => play.after(hours(6))],
  ])('is void, once the promise is %s', (_what, happens) => {
    const play = kept().after(hours(5) + 60)
    happens(play)
    expect(waiting(play)).toEqual([])
  })

  test('gives way to a later one, so that the morning brings one warning', () => {
    expect(waiting(kept().after(hours(8)))).toHaveLength(1)
  })
})
