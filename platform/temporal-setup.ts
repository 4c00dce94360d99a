import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, isGrpcServiceError } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_BOOL } = proto.temporal.api.enums.v1.IndexedValueType
const indexedTypes = { KEYWORD: INDEXED_VALUE_TYPE_KEYWORD, BOOL: INDEXED_VALUE_TYPE_BOOL }

/** By which workflows are listed and found in the engine's own pages: name and type. */
export type SearchAttributes = Record<string, keyof typeof indexedTypes>

const retention = '30 days'

/** gRPC's own numbers. */
const grpc = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  unimplemented: 12,
  unauthenticated: 16,
}

const patienceMs = 60_000

/**
 * Registers the namespace and the search attributes where they are missing, and returns when all of the server knows
 * them; doing it twice does nothing. A server that is just starting is waited for, a minute at most.
 */
export async function setUpTemporal(
  server: { address: string; tls?: boolean; apiKey?: string },
  namespace: string,
  attributes: SearchAttributes,
): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const failure = await attempt(server, namespace, attributes).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined) return
    if (isRefusal(failure)) throw refused(namespace, attributes, failure)
    if (Date.now() > deadline) throw new Error(`Temporal at ${server.address} does not answer`, { cause: failure })
    await sleep(50)
  }
}

async function attempt(
  server: { address: string; tls?: boolean; apiKey?: string },
  namespace: string,
  attributes: SearchAttributes,
): Promise<void> {
  const connection = await Connection.connect({ ...server, connectTimeout: '2 seconds' })
  try {
    if (await knowsAll(connection, namespace, attributes)) return
    await register(connection, namespace, attributes)
    if (!(await knowsAll(connection, namespace, attributes))) throw new Error('Not known everywhere yet')
  } finally {
    await connection.close()
  }
}

async function knowsAll(connection: Connection, namespace: string, attributes: SearchAttributes): Promise<boolean> {
  const conditions = Object.entries(attributes).map(
    ([name, type]) => `${name} = ${type === 'BOOL' ? 'true' : "'none'"}`,
  )
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query: conditions.join(' AND ') })
    return true
  } catch (error) {
    if (hasCode(error, grpc.notFound) || hasCode(error, grpc.invalidArgument)) return false
    throw error
  }
}

async function register(connection: Connection, namespace: string, attributes: SearchAttributes): Promise<void> {
  const { workflowService, operatorService } = connection
  await workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(retention) })
    .catch((error: unknown) => {
      if (!hasCode(error, grpc.alreadyExists)) throw error
    })
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  const missing = Object.entries(attributes)
    .filter(([name]) => !(name in (customAttributes ?? {})))
    .map(([name, type]) => [name, indexedTypes[type]])
  if (missing.length === 0) return
  await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) })
}

const hasCode = (error: unknown, code: number) => isGrpcServiceError(error) && error.code === code

const isRefusal = (error: unknown) =>
  [grpc.permissionDenied, grpc.unimplemented, grpc.unauthenticated].some((code) => hasCode(error, code))

/** A hosted Temporal lets nobody do this by API: it is done once in its own console. */
function refused(namespace: string, needed: SearchAttributes, cause: unknown): Error {
  const attributes = Object.entries(needed).map(([name, type]) => `  ${name} (${type === 'BOOL' ? 'Bool' : 'Keyword'})`)
  return new Error(
    `Temporal does not let us set up the namespace ${namespace}. ` +
      `Check TEMPORAL_API_KEY, or add these search attributes to it by hand:\n${attributes.join('\n')}`,
    { cause },
  )
}
