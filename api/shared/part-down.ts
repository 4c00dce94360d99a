import type { Part } from '../../http/faults.ts'
import { errorChain } from '../../store/error-chain.ts'

/** Prisma's codes for a database that is not reached, closed the connection, or has none to spare. */
const prismaCodes = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'])
/** The same as the adapter says it, where Prisma has one code for whatever befalls a raw query. */
const adapterKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'AuthenticationFailed',
  'DatabaseDoesNotExist',
  'TransactionWriteConflict',
])
/** PostgreSQL shuts down, crashed or starts up, or took the transaction back. Its classes 08, 53 and 58: no connection, no room, no disk. */
const postgresCodes = new Set(['57P01', '57P02', '57P03', '40001', '40P01'])
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])
/** node-postgres gives these no code. */
const driverMessages =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|client has encountered a connection error|server closed the connection/i
/** gRPC: UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED. */
const grpcCodes = new Set([14, 4, 8])

/** Which part is down, when an error says so; whatever wraps it. */
export function partDown(error: unknown): Part | undefined {
  for (const { part, kind, message, ...link } of errorChain(error)) {
    const code = link.code ?? link.originalCode
    if (part === 'engine' || part === 'database') return part
    if (typeof code === 'number' && grpcCodes.has(code)) return 'engine'
    if (typeof code === 'string' && isDatabaseCode(code)) return 'database'
    if (typeof kind === 'string' && adapterKinds.has(kind)) return 'database'
    if (typeof message === 'string' && driverMessages.test(message)) return 'database'
  }
  return undefined
}

function isDatabaseCode(code: string): boolean {
  return prismaCodes.has(code) || postgresCodes.has(code) || socketCodes.has(code) || /^(08|53|58)\w{3}$/.test(code)
}
