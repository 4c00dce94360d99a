import { type Client, isGrpcServiceError } from '@temporalio/client'
import type proto from '@temporalio/proto'
import { grpc } from './grpc.ts'

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent

/** `neverBegun`, also where the engine keeps the history no longer. */
export type Move = 'neverBegun' | 'underWay' | 'arrived' | 'cutShort'

/**
 * What became of a move of a ticket's clock, by all its runs: a run knows of no move that arrived in one before it, and
 * forgets a move at the next.
 */
export async function moveInHistory(client: Client, workflowId: string, moveId: string): Promise<Move> {
  let since: Move = 'underWay'
  for await (const event of newestFirst(client, workflowId)) {
    const begun = event.workflowExecutionOptionsUpdatedEventAttributes?.timeSkippingConfig?.fastForwardConfig
    if (begun?.id === moveId) return since
    if (begun) since = 'cutShort'
    if (event.workflowExecutionTimeSkippingTransitionedEventAttributes?.disabledAfterFastForward) since = 'arrived'
  }
  return 'neverBegun'
}

async function* newestFirst(client: Client, workflowId: string): AsyncGenerator<HistoryEvent> {
  let runId: string | undefined
  do {
    let before: string | undefined
    for await (const event of run(client, workflowId, runId)) {
      yield event
      before = event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined
    }
    runId = before
  } while (runId)
}

async function* run(client: Client, workflowId: string, runId?: string): AsyncGenerator<HistoryEvent> {
  const { namespace } = client.options
  let nextPageToken: Uint8Array | undefined
  do {
    const execution = { workflowId, ...(runId && { runId }) }
    const page = await client.workflowService
      .getWorkflowExecutionHistoryReverse({ namespace, execution, ...(nextPageToken && { nextPageToken }) })
      .catch((error: unknown) => {
        if (isGrpcServiceError(error) && error.code === grpc.notFound) return undefined
        throw error
      })
    yield* page?.history?.events ?? []
    nextPageToken = page?.nextPageToken?.length ? page.nextPageToken : undefined
  } while (nextPageToken)
}
