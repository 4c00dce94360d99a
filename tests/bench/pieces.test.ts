import { describe, expect, test } from '@jest/globals'
import { countStatements } from './measures/statements.ts'
import { isFault, mayComeAgain } from './lives/desk.ts'
import { callsWithin } from './lives/openings.ts'
import { PostBox } from './measures/post-box.ts'
import { Stopwatch } from './measures/stopwatch.ts'
import { lineOf } from './report/results.ts'
import { stormVerdicts } from './report/storm.ts'
import { median, summaryOf, type Turn } from './report/summary.ts'
import { verdictsOn } from './report/targets.ts'
import { cpuOf, memoryOf, statIn } from './measures/cpu.ts'
import { wholeNumbers } from './stack/options.ts'

const turn = (more: Partial<Turn>): Turn => ({
  ...{ lives: 100, seconds: 10, drainedSeconds: 20, bareSeconds: 5, paceMs: 9 },
  ...{ cpu: { 'API and worker': 6000, postgres: 4000 }, bareCpu: { bare: 3000, postgres: 2000 } },
  ...more,
})

describe('The turns of a bench', () => {
  test('are held against each other within a turn, and the middle one counts', () => {
    // A machine that is half as fast for one turn is so for both halves of it.
    const slow = turn({ seconds: 20, drainedSeconds: 40, bareSeconds: 10 })
    const summary = summaryOf([turn({}), slow, slow], 30)
    expect(summary).toEqual({
      ...{ cpuMs: 100, bareCpuMs: 50, cpuRatio: 2, rate: 5, bareRate: 10, rateRatio: 0.5 },
      ...{ drainedRate: 2.5, drainedRatio: 0.25, oneClientActMs: 30 },
    })
  })

  test('have a middle, also when there are two of them, and none when there are none', () => {
    expect([median([9, 1, 5]), median([4, 2])]).toEqual([5, 3])
    expect(() => median([])).toThrow()
  })

  test('reach a target or miss it, at the very figure and beside it', () => {
    const summary = summaryOf([turn({})], 40)
    const reached = (more: object) => verdictsOn({ ...summary, ...more }).map((one) => one.reached)
    const best = { cpuRatio: 1.9, rateRatio: 0.6, drainedRatio: 0.5, oneClientActMs: 40, cpuMs: 160, drainedRate: 11 }
    expect(reached(best)).toEqual(Array(6).fill(true))
    const worse = { cpuRatio: 2, rateRatio: 0.59, drainedRatio: 0.49, oneClientActMs: 41, cpuMs: 161, drainedRate: 10 }
    expect(reached(worse)).toEqual(Array(6).fill(false))
  })
})

describe('A stopwatch', () => {
  test('knows the middle and the hundredth of what it was told, by act and of several together', () => {
    const watch = new Stopwatch<'open' | 'note'>()
    for (let ms = 1; ms <= 100; ms++) watch.record('open', ms)
    const other = new Stopwatch<'open' | 'note'>()
    other.record('note', 1000)
    watch.add(other)
    const { open, note } = watch.spreads()
    expect(open).toMatchObject({ count: 100, p50: expect.closeTo(50, 0), p99: expect.closeTo(99, 0) })
    expect(open?.most).toBeCloseTo(100, 0)
    expect(note).toMatchObject({ count: 1 })
    expect(watch.spread().count).toBe(101)
    expect(watch.spread((act) => act === 'open').most).toBeCloseTo(100, 0)
  })
})

describe('The post box', () => {
  const mail = (number: string, messageId: string) => ({ number, messageId, at: 1 })

  test('counts each mail once, by its Message-ID, and tells of copies', () => {
    const box = new PostBox()
    for (const id of ['a', 'b', 'a']) box.take(mail('T-1', id))
    box.take(mail('T-2', 'c'))
    expect([box.total, box.repeats, box.mailsOf('T-1').length, box.mailsOf('T-3').length]).toEqual([3, 1, 2, 0])
  })

  test('is waited for until what is awaited is there, and given up when nothing comes', async () => {
    const box = new PostBox()
    const both = box.until(() => box.total === 2)
    box.take(mail('T-1', 'a'))
    box.take(mail('T-1', 'b'))
    await both
    await expect(box.until(() => box.total === 3, 20)).rejects.toThrow('No mail came')
  })
})

describe('What the parts use', () => {
  test('is read from a line whose name holds spaces and brackets', () => {
    const line = '42 (a (b) c) S 7 42 42 0 -1 0 1 2 3 4 100 20 3 4 20 0 1 0 5 6 7'
    expect(statIn(line)).toEqual({ pid: 42, parent: 7, ms: 1270 })
  })

  test('is theirs: what we burn ourselves is found under us, and under nobody else', () => {
    const parts = { us: [process.pid], nobody: [999_999_999] }
    const [before, used] = [cpuOf(parts), process.cpuUsage()]
    const burnt = () => {
      const { user, system } = process.cpuUsage(used)
      return (user + system) / 1000
    }
    while (burnt() < 300);
    const after = cpuOf(parts)
    expect((after.us - before.us) / burnt()).toBeCloseTo(1, 0)
    expect(after.nobody).toBe(0)
    expect(memoryOf(process.pid)).toBeGreaterThan(10 * 2 ** 20)
  })
})

test('Statements are counted by database, each once however many lines it has, and nothing else that is logged', () => {
  const log = [
    'statement of aftercare LOG:  execute <unnamed>: SELECT 1',
    "statement of aftercare DETAIL:  Parameters: $1 = 'LOG:  statement: SELECT 2'",
    'statement of aftercare LOG:  execute WITH claimed AS ( 3f2a: /* prepared */',
    'statement of temporal LOG:  execute stmtcache_7: INSERT INTO a',
    '\tstatement of temporal LOG:  execute b: no statement, but its second line',
    'statement of temporal LOG:  statement: begin',
    '2026-11-28 LOG:  checkpoint starting: time',
  ].join('\n')
  expect(countStatements(log)).toEqual({ aftercare: 2, temporal: 2 })
})

describe('A client', () => {
  const answer = (status: number, retryAfter?: string) => ({
    ...{ status, body: undefined },
    headers: new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  })

  test('comes again where it is told to, or heard nothing, and is content or complains elsewhere', () => {
    const again = [0, 202, 429, 503].map((status) => mayComeAgain(answer(status, '1')))
    expect(again).toEqual([true, true, true, true])
    expect([201, 400, 409, 500, 502].map((status) => mayComeAgain(answer(status)))).toEqual(Array(5).fill(false))
  })

  test('takes a 503 for a fault only when it names no time', () => {
    expect([answer(503, '2'), answer(503), answer(500, '2'), answer(409)].map(isFault)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('calls when it calls, though nobody before it was answered', async () => {
    let answered: () => void = () => undefined
    const first = new Promise<void>((resolve) => {
      answered = resolve
    })
    const turns: number[] = []
    const calls = callsWithin(0.02, 4, async (turn) => {
      turns.push(turn)
      if (turn === 3) answered()
      await first
    })
    await Promise.all(calls)
    expect(turns).toEqual([0, 1, 2, 3])
  })
})

test('A storm in which one ticket is lost, doubled, unanswered, untold, late or told 500 is one that failed', () => {
  const spread = { count: 10, p50: 1000, p99: 2000, most: 3000 }
  const good = {
    asked: 10,
    opened: 10,
    rows: 10,
    processes: 10,
    faults: [],
    statuses: {},
    answers: spread,
    firstMails: spread,
  }
  const failures = (more: object) => stormVerdicts({ ...good, ...more }, 60).filter(({ reached }) => !reached).length
  expect(failures({})).toBe(0)
  const late = { ...spread, most: 61_000 }
  const untold = { ...spread, count: 9 }
  for (const wrong of [
    { opened: 9 },
    { rows: 11 },
    { processes: 9 },
    { faults: ['500'] },
    { firstMails: late },
    { firstMails: untold },
  ]) {
    expect(failures(wrong)).toBe(1)
  }
})

describe('A run', () => {
  test('is kept as one line of JSON, rounded to what it is good for', () => {
    const line = lineOf('bench', { machine: { load: 0.25 }, turns: [{ seconds: 12.345_678, lives: 123_456 }] })
    expect(line.split('\n')).toHaveLength(2)
    expect(JSON.parse(line)).toEqual({
      bench: 'bench',
      machine: { load: 0.25 },
      turns: [{ seconds: 12.35, lives: 123_456 }],
    })
  })

  test('takes whole numbers by name, and refuses others and names that it does not know', () => {
    const texts = { lives: [150, 'lives'], clients: [32, 'clients'] } as const
    expect(wholeNumbers('npm run bench', texts, ['--lives', '20'])).toEqual({ lives: 20, clients: 32 })
    for (const wrong of [
      ['--lives', 'many'],
      ['--lives', '-1'],
      ['--deaths', '3'],
    ]) {
      expect(() => wholeNumbers('npm run bench', texts, wrong)).toThrow()
    }
  })
})
