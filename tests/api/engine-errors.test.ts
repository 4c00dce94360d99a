import { describe, expect, test } from '@jest/globals'
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
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

  test('is asked for again when no worker looked at it, since its run just went on as a new one', () => {
    const unseen = ApplicationFailure.nonRetryable("wasn't processed by worker", 'UnprocessedUpdate')
    const passedBy = new WorkflowUpdateFailedError('Workflow Update failed', unseen)
    expect(isTakenBack(passedBy)).toBe(true)
    expect(inOurWords(passedBy)).toBeInstanceOf(EngineDown)
  })

  test('is over when it is the ticket', () => {
    expect(isTakenBack(over)).toBe(false)
    expect(inOurWords(over)).toMatchObject({ refusal: { refused: 'notAllowedNow' } })
  })
})

describe("The engine's own walls", () => {
  const wall = (code: number, details: string) => Object.assign(new Error(details), { code, details, metadata: {} })

  test.each([
    ['so many acts at once', wall(8, 'limit on number of concurrent in-flight updates has been reached (100)')],
    [
      'so many bytes at once',
      wall(8, 'limit on total payload size of in-flight updates has been reached (2097152 bytes)'),
    ],
    [
      'so many in one run',
      wall(9, 'The limit on the total number of distinct updates in this workflow has been reached (2000). Make sure…'),
    ],
  ])('%s: the caller is told to come again, and nobody is alarmed (C1, H5)', (_what, error) => {
    const wrapped = new Error('Workflow Update failed', { cause: error })
    expect(inOurWords(wrapped)).toMatchObject({ refusal: { refused: 'busy' } })
  })
})
