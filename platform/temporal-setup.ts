import { type Connection, isGrpcServiceError } from '@temporalio/client'
import proto from '@temporalio/proto'

const { INDEXED_VALUE_TYPE_KEYWORD: keyword, INDEXED_VALUE_TYPE_BOOL: bool } =
  proto.temporal.api.enums.v1.IndexedValueType

/** By which tickets are listed and found in the engine's own pages. */
export const ticketSearchAttributes = {
  TicketNumber: keyword,
  TicketStatus: keyword,
  TicketPriority: keyword,
  TicketTier: keyword,
  TicketCustomer: keyword,
  TicketBreached: bool,
}

/** gRPC's ALREADY_EXISTS */
const alreadyExists = 6

const retentionDays = 30

/** Registers the namespace and the search attributes where they are missing; doing it twice does nothing. */
export async function setUpTemporal(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService
    .registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: (retentionDays * 86_400) as never },
    })
    .catch((error: unknown) => {
      if (!isGrpcServiceError(error) || error.code !== alreadyExists) throw error
    })
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const missing = Object.entries(ticketSearchAttributes).filter(([name]) => !(name in (customAttributes ?? {})))
  if (missing.length === 0) return
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) })
}
