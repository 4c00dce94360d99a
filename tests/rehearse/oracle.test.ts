import { describe, expect, test } from '@jest/globals'
import { readLog } from '../../bin/rehearse/log.ts'
import { oracleOf } from '../../bin/rehearse/oracle.ts'
import { logOf, row } from './logs.ts'

const hour = 3600
const at = (clock: number) => `01-03-2024 ${String(clock).padStart(2, '0')}:00`

/** Opened at 08:00; an hour to answer, four to resolve. */
function says(...rows: [clock: number, state: string][]) {
  const [incident] = readLog(logOf(...rows.map(([clock, state]) => row(at(clock), state)))).incidents
  if (incident === undefined) throw new Error('no incident')
  return oracleOf(incident, { response: hour, resolution: 4 * hour })
}

describe('the arithmetic of the log itself', () => {
  test('the response is the first row that is not New; at the very target it is kept', () => {
    expect(says([9, 'Active']).response).toEqual({ elapsedSeconds: hour, breached: false })
    expect(says([8, 'New'], [10, 'Active']).response).toEqual({ elapsedSeconds: 2 * hour, breached: true })
    expect(says([8, 'New']).response).toBeNull()
  })

  test('waiting for the user and for the vendor does not count, other waiting does', () => {
    const day: [number, string][] = [
      [9, 'Awaiting User Info'],
      [12, 'Awaiting Vendor'],
      [15, 'Awaiting Evidence'],
    ]
    expect(says(...day, [16, 'Awaiting Problem'], [17, 'Resolved']).resolution).toEqual({
      elapsedSeconds: 3 * hour,
      breached: false,
    })
  })

  test('the time a ticket stood resolved does not count', () => {
    expect(says([9, 'Resolved'], [14, 'New'], [16, 'Closed']).resolution).toEqual({
      elapsedSeconds: 3 * hour,
      breached: false,
    })
  })

  test('nothing counts after Closed', () => {
    expect(says([9, 'Closed'], [10, 'Active'], [20, 'Closed']).resolution).toEqual({
      elapsedSeconds: hour,
      breached: false,
    })
  })

  test('never resolved is nothing; at work again is what it was, but late as soon as going on makes it late', () => {
    expect(says([9, 'Active'], [20, 'Active']).resolution).toBeNull()
    expect(says([9, 'Resolved'], [10, 'Active'], [12, 'Active']).resolution).toEqual({
      elapsedSeconds: hour,
      breached: false,
    })
    expect(says([9, 'Resolved'], [10, 'Active'], [20, 'Active']).resolution).toEqual({
      elapsedSeconds: hour,
      breached: true,
    })
  })
})
