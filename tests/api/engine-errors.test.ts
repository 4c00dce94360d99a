import { describe, expect, test } from '@jest/globals'
import { WorkflowNotFoundError } from '@temporalio/client'
import { NamespaceNotFoundError } from '@temporalio/common'
import { EngineDown, inOurWords, isTakenBack } from '../../engine/errors.ts'

const lost = new WorkflowNotFoundError('update "Zk1" not found', 'ticket/tic_1', undefined)
const over = new WorkflowNotFoundError('workflow execution already completed', 'ticket/tic_1', undefined)

describe('What the engine does not find', () => {
  test('is asked for again when it is the update of a worker that was killed', () => {
    expect(isTakenBack(lost)).toBe(true)
    expect(inOurWords(lost)).toBeInstanceOf(EngineDown)
  })

  test('is asked for again when it is the namespace, which it cannot read while its database is away', () => {
    expect(inOurWords(new NamespaceNotFoundError('aftercare'))).toBeInstanceOf(EngineDown)
  })

  test('is over when it is the ticket', () => {
    expect(isTakenBack(over)).toBe(false)
    expect(inOurWords(over)).toMatchObject({ refusal: { refused: 'notAllowedNow' } })
  })
})
