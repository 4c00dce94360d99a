import { describe, expect, test } from '@jest/globals'
import { readLog } from '../../bin/rehearse/log.ts'
import { planOf } from '../../bin/rehearse/plan.ts'
import { logOf, row } from './logs.ts'

const [first, second] = ['Ann', 'Bob']

function planned(...rows: string[]) {
  const [incident] = readLog(logOf(...rows)).incidents
  if (incident === undefined) throw new Error('no incident')
  return planOf(incident, ['e1', 'e2', 'e3'])
}
const actsOf = (...rows: string[]) => planned(...rows).steps.map(({ acts }) => acts.map((act) => act.do).join(' '))
const at = (hour: number) => `01-03-2024 ${String(hour).padStart(2, '0')}:00`

describe('what a row demands of the desk', () => {
  test('answered at the first row that is not New', () => {
    expect(planned(row(at(9), 'New'), row(at(10), 'Active')).steps).toEqual([
      { line: 3, after: 7200, acts: [{ do: 'respond' }] },
    ])
  })

  test('awaiting the user and awaiting the vendor are pauses with their reasons; one after the other are two', () => {
    const { steps } = planned(
      row(at(9), 'Awaiting User Info'),
      row(at(10), 'Awaiting User Info'),
      row(at(11), 'Awaiting Vendor'),
      row(at(12), 'Active'),
    )
    expect(steps.map(({ acts }) => acts)).toEqual([
      [{ do: 'respond' }, { do: 'pause', reason: 'customer' }],
      [{ do: 'resume' }, { do: 'pause', reason: 'supplier' }],
      [{ do: 'resume' }],
    ])
  })

  test('awaiting a problem or evidence is work going on', () => {
    expect(actsOf(row(at(9), 'Awaiting Problem'), row(at(10), 'Awaiting Evidence'))).toEqual(['respond', ''])
  })

  test('a wait that ends in a resolve is resumed first', () => {
    expect(actsOf(row(at(9), 'Awaiting User Info'), row(at(10), 'Resolved'))).toEqual([
      'respond pause',
      'resume resolve',
    ])
  })

  test('Closed is the signature; never resolved, or at work again, it is the repair too', () => {
    expect(actsOf(row(at(9), 'Resolved'), row(at(10), 'Closed'))).toEqual(['respond resolve', 'signOff'])
    expect(actsOf(row(at(9), 'Active'), row(at(10), 'Closed'))).toEqual(['respond', 'resolve signOff'])
    expect(actsOf(row(at(9), 'Resolved'), row(at(10), 'New'), row(at(11), 'Closed'))).toEqual([
      'respond resolve',
      'reopen handDown',
      'resolve signOff',
    ])
  })

  test('a Resolved one that waits again is reopened, then paused', () => {
    expect(actsOf(row(at(9), 'Resolved'), row(at(10), 'Awaiting Vendor'))).toEqual([
      'respond resolve',
      'reopen handDown pause',
    ])
  })

  test('a lower priority is told to be lower, an unknown one changes nothing', () => {
    const { priority, steps } = planned(
      row(at(9), 'New', { priority: '2 - High' }),
      row(at(10), 'New', { priority: '?' }),
      row(at(11), 'New', { priority: '1 - Critical' }),
      row(at(12), 'New', { priority: '4 - Low' }),
    )
    expect(priority).toBe('high')
    expect(steps.flatMap(({ acts }) => acts)).toEqual([
      { do: 'triage', priority: 'critical', lower: false },
      { do: 'triage', priority: 'low', lower: true },
    ])
  })

  test('the first assignee is assigned, another takes over, and each name is always the same engineer', () => {
    const names = [first, first, '?', second, first] as string[]
    const { steps } = planned(...names.map((name, hour) => row(at(9 + hour), 'New', { assigned_to: name })))
    const acts = steps.flatMap((step) => step.acts)
    expect(acts.map((act) => act.do)).toEqual(['assign', 'handOver', 'handOver'])
    expect(acts[2]).toEqual({ ...acts[0], do: 'handOver' })
  })

  test('what is reopened goes back to whoever had it in the log, which knows no tiers', () => {
    const { steps } = planned(row(at(9), 'Resolved', { assigned_to: first }), row(at(10), 'Active'))
    const [, back] = steps.map(({ acts }) => acts)
    expect(back).toEqual([{ do: 'reopen' }, { do: 'handDown', engineerId: expect.stringMatching(/^e[123]$/) }])
  })

  test('what a resolved ticket cannot do is reported once and left out', () => {
    const { findings } = planned(
      row(at(9), 'Resolved'),
      row(at(10), 'Resolved', { priority: '1 - Critical' }),
      row(at(11), 'Closed', { priority: '1 - Critical' }),
    )
    expect(findings).toEqual([
      { incident: 'INC1', line: 3, reason: 'a new priority of a ticket that is resolved; left out', refused: true },
    ])
  })

  test('what comes after Closed is reported and left out', () => {
    const { steps, findings } = planned(row(at(9), 'Closed'), row(at(10), 'Active'))
    expect(steps).toHaveLength(1)
    expect(findings).toEqual([{ incident: 'INC1', line: 3, reason: 'Active after Closed; left out', refused: true }])
  })
})
