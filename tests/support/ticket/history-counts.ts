import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

const { EventType } = proto.temporal.api.enums.v1

/** What the engine's makers bill as an action. */
const billed = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  // Local activities, one action for those of one workflow task: here there is one commit in each.
  EventType.EVENT_TYPE_MARKER_RECORDED,
]

/** Of a workflow, or the mean of several. */
export interface HistoryCounts {
  events: number
  actions: number
  stateTransitions: number
  workflowTasks: number
  bytes: number
}

export async function historyCounts(client: Client, workflowId: string): Promise<HistoryCounts> {
  const handle = client.workflow.getHandle(workflowId)
  const [{ raw }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()])
  const types = (events ?? []).map(({ eventType }) => eventType ?? EventType.EVENT_TYPE_UNSPECIFIED)
  const info = raw.workflowExecutionInfo
  return {
    events: types.length,
    actions: types.filter((type) => billed.includes(type)).length,
    stateTransitions: Number(info?.stateTransitionCount ?? 0),
    workflowTasks: types.filter((type) => type === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED).length,
    bytes: Number(info?.historySizeBytes ?? 0),
  }
}

export function meanOf(all: readonly HistoryCounts[]): HistoryCounts {
  const mean = (field: keyof HistoryCounts) => all.reduce((sum, one) => sum + one[field], 0) / all.length
  return {
    events: mean('events'),
    actions: mean('actions'),
    stateTransitions: mean('stateTransitions'),
    workflowTasks: mean('workflowTasks'),
    bytes: mean('bytes'),
  }
}
