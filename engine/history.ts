import { type Client, defaultPayloadConverter, isGrpcServiceError } from '@temporalio/client'
import proto from '@temporalio/proto'
import { grpc } from './grpc.ts'

const { EventType } = proto.temporal.api.enums.v1
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent
type Payload = proto.temporal.api.common.v1.IPayload

export interface EngineHistory {
  events: EngineEvent[]
  nextPageToken: Uint8Array | undefined
}

/** One step as a manager reads it. */
export interface EngineEvent {
  id: number
  /** ISO, UTC, by the ticket's own clock. */
  at: string
  /** `WorkflowExecutionUpdateAccepted` */
  type: string
  /** Of the verb, the activity, or the marker. */
  name: string | null
  summary: string | null
}

/** The engine did not give out this page token for this history. */
export class UnknownPageToken extends Error {}

/** Undefined when the engine keeps it no longer. */
export async function readHistory(
  client: Client,
  workflowId: string,
  limit: number,
  nextPageToken?: Uint8Array,
): Promise<EngineHistory | undefined> {
  const { namespace } = client.options
  try {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId },
      maximumPageSize: limit,
      ...(nextPageToken && { nextPageToken }),
    })
    const more = page.nextPageToken?.length ? page.nextPageToken : undefined
    return { events: (page.history?.events ?? []).map(asRead), nextPageToken: more }
  } catch (error) {
    const code = isGrpcServiceError(error) ? error.code : undefined
    if (code === grpc.notFound) return undefined
    throw code === grpc.invalidArgument ? new UnknownPageToken() : error
  }
}

function asRead(event: HistoryEvent): EngineEvent {
  return {
    id: Number(event.eventId),
    at: new Date(Number(event.eventTime?.seconds) * 1000 + Number(event.eventTime?.nanos) / 1e6).toISOString(),
    type: pascal(EventType[event.eventType ?? 0] ?? 'UNSPECIFIED'),
    name: nameOf(event),
    summary: textOf(event.userMetadata?.summary),
  }
}

/** `EVENT_TYPE_TIMER_STARTED` is read as `TimerStarted`. */
function pascal(name: string): string {
  const words = name
    .replace(/^EVENT_TYPE_/, '')
    .toLowerCase()
    .split('_')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function nameOf(event: HistoryEvent): string | null {
  return (
    event.workflowExecutionStartedEventAttributes?.workflowType?.name ??
    event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name ??
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    event.markerRecordedEventAttributes?.markerName ??
    null
  )
}

function textOf(payload: Payload | null | undefined): string | null {
  return payload?.data ? String(defaultPayloadConverter.fromPayload(payload)) : null
}
