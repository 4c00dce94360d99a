import { describe, expect, test } from '@jest/globals'
import { WorkflowNotFoundError } from '@temporalio/client'
import { isTakenBack, problemOfEngine } from '../../engine/errors.ts'

const lost = new WorkflowNotFoundError('update "Zk1" not found', 'ticket/tic_1', undefined)
const over = new WorkflowNotFoundError('workflow execution already completed', 'ticket/tic_1', undefined)

describe('What the engine does not find', () => {
  test('is asked for again when it is the update of a worker that was killed', () => {
    expect(isTakenBack(lost)).toBe(true)
    expect(problemOfEngine(lost, { role: 'agent' })).toMatchObject({ status: 503 })
  })

  test('is over when it is the ticket', () => {
    expect(isTakenBack(over)).toBe(false)
    expect(problemOfEngine(over, { role: 'agent' })).toMatchObject({ status: 409 })
  })
})
