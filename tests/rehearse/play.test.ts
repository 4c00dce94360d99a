import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Api, Refused } from '../../bin/rehearse/api.ts'
import { compare } from '../../bin/rehearse/compare.ts'
import { type Incident, readLog } from '../../bin/rehearse/log.ts'
import { oracleOf } from '../../bin/rehearse/oracle.ts'
import { play, type Played } from '../../bin/rehearse/play.ts'
import { reportOf } from '../../bin/rehearse/report.ts'
import { DeskInMemory, ground } from './desk-in-memory.ts'
import { logOf, row } from './logs.ts'

const targets = { response: 1800, resolution: 86_400 }
const sample = readLog(readFileSync('samples/incidents.csv', 'utf8'))

async function playOn(desk: DeskInMemory, incidents: readonly Incident[], api: Api = desk): Promise<Played[]> {
  const played: Played[] = []
  const stage = { api, ground, run: 'run', nowMs: () => desk.nowMs() }
  for (const [place, incident] of incidents.entries()) played.push(await play(stage, incident, place))
  return played
}

function verdictOn(played: readonly Played[]) {
  return compare(
    played.map((record) => ({ number: record.incident.number, record, log: oracleOf(record.incident, targets) })),
    targets,
  )
}

describe('a log on the desk', () => {
  test.each([0.05, 3, 20])('the sample agrees with its own arithmetic when a request takes %d s', async (seconds) => {
    const played = await playOn(new DeskInMemory(targets, seconds), sample.incidents)
    expect(verdictOn(played).disagree).toEqual([])
    expect(played.flatMap(({ findings }) => findings).map(({ line }) => line)).toEqual([39])
  })

  test('any order of states is played without a refusal, and agrees', async () => {
    const states = [
      'New',
      'Active',
      'Awaiting User Info',
      'Awaiting Problem',
      'Awaiting Vendor',
      'Awaiting Evidence',
      'Resolved',
    ] as const
    const change = fc.record({
      at: fc.integer({ min: 0, max: 60 * 24 * 40 }).map((minutes) => minutes * 60),
      modCount: fc.nat(9),
      state: fc.constantFrom(...states, 'Closed' as const),
      priority: fc.constantFrom('critical' as const, 'high' as const, 'normal' as const, 'low' as const),
      assignedTo: fc.constantFrom('Ann', 'Bob', 'Cid', 'Dee'),
    })
    const log = fc.array(change, { minLength: 1, maxLength: 12 })
    const agrees = fc.asyncProperty(log, async (changes) => {
      const rows = changes.map((one, line) => ({ ...one, line })).sort((a, b) => a.at - b.at)
      const played = await playOn(new DeskInMemory(targets), [{ number: 'INC1', openedAt: 0, channel: 'phone', rows }])
      expect(verdictOn(played).disagree).toEqual([])
      expect(played[0]?.findings.filter(({ reason }) => !reason.endsWith('left out'))).toEqual([])
    })
    await fc.assert(agrees, { numRuns: 200 })
  })

  test('a ticket that does not keep the gaps of the log is seen', async () => {
    const [incident] = sample.incidents
    if (incident === undefined) throw new Error('no incident')
    const played = await playOn(new DeskInMemory(targets), [incident])
    const rows = incident.rows.map((one) => (one.state === 'Resolved' ? { ...one, at: one.at + 120 } : one))
    const log = oracleOf({ ...incident, rows }, targets)
    const pairs = played.map((record) => ({ number: incident.number, record, log }))
    expect(compare(pairs, targets).disagree).toMatchObject([{ metric: 'resolution' }])
  })

  test('each command has a key of its own, so that none is taken for another', async () => {
    const desk = new DeskInMemory(targets)
    const keys: string[] = []
    const listening: Api = {
      get: (path) => desk.get(path),
      post: (path, body, key) => {
        keys.push(key)
        return desk.post(path, body)
      },
    }
    await playOn(desk, sample.incidents, listening)
    expect(keys.length).toBeGreaterThan(70)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('what the desk refuses is reported with its line, and the rest is played', async () => {
    const desk = new DeskInMemory(targets)
    const stubborn: Api = {
      get: (path) => desk.get(path),
      post: async (path, body) => {
        if (path.endsWith('assignments')) throw new Refused(409, 'Nobody may have this ticket')
        return desk.post(path, body)
      },
    }
    const { incidents } = readLog(
      logOf(row('01-03-2024 09:00', 'Active', { assigned_to: 'Ann' }), row('01-03-2024 10:00', 'Closed')),
    )
    const [played] = await playOn(desk, incidents, stubborn)
    expect(played?.findings).toEqual([
      { incident: 'INC1', line: 2, reason: 'assign was refused: Nobody may have this ticket', refused: true },
    ])
    expect(played?.resolution).toMatchObject({ breached: false })
  })

  test('a stack without the sandbox clock ends the rehearsal at once', async () => {
    const desk = new DeskInMemory(targets)
    const production: Api = {
      get: (path) => desk.get(path),
      post: async (path, body) => {
        if (path.startsWith('/v1/sandbox')) throw new Refused(404, 'The sandbox clock is off here')
        return desk.post(path, body)
      },
    }
    await expect(playOn(desk, sample.incidents, production)).rejects.toThrow(
      'Time cannot be moved: The sandbox clock is off here',
    )
  })

  test('the closing table counts met, breached and never stopped, and lists the refused rows', async () => {
    const played = await playOn(new DeskInMemory(targets), sample.incidents)
    const report = reportOf({ incidents: 12, played, findings: sample.findings, targets, verdict: verdictOn(played) })
    expect(report).toMatch(/response within 30 min +│ 9 met, 3 breached /)
    expect(report).toMatch(/resolution within 1440 min +│ 6 met, 5 breached, 1 never stopped /)
    expect(report).toMatch(/Disagree with the log +│ 0 /)
    expect(report).toMatch(/INC9000008 │ 39 +│ Active after Closed; left out/)
    expect(report).toMatch(/INC9000010 │ 46 +│ unknown state "On Hold"/)
  })
})

describe('how records are compared with the log', () => {
  const reading = (elapsedSeconds: number, breached: boolean) => ({ elapsedSeconds, breached })
  const of = (record: ReturnType<typeof reading> | null, log: ReturnType<typeof reading> | null) =>
    compare(
      [{ number: 'INC1', record: { response: record, resolution: null }, log: { response: log, resolution: null } }],
      targets,
    )

  test('90 seconds apart agree, 91 do not', () => {
    expect(of(reading(690, false), reading(600, false)).disagree).toHaveLength(0)
    expect(of(reading(691, false), reading(600, false)).disagree).toHaveLength(1)
  })

  test('another breach disagrees, but within 60 s of the target it is listed apart', () => {
    expect(of(reading(600, true), reading(600, false))).toMatchObject({ disagree: [{}], near: [] })
    expect(of(reading(1801, true), reading(1800, false))).toMatchObject({ disagree: [], near: [{}] })
  })

  test('a clock that one side never stopped disagrees', () => {
    expect(of(null, reading(600, false)).disagree).toHaveLength(1)
    expect(of(null, null)).toEqual({ disagree: [], near: [] })
  })
})
