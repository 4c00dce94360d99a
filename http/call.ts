import { createHash, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Request } from 'express'
import { z } from 'zod'
import { Fault, type FieldFault } from './faults.ts'
import type { AnyOperation, Call } from './operation.ts'
import { faultsOf } from './schema-faults.ts'
import { unsound } from './sound.ts'
import { sentFile } from './upload.ts'

/** An operation, and by whom it is asked: programs are told of what they got wrong, people are spared it. */
interface Asked<S> {
  kind: 'json' | 'file' | 'page' | 'form'
  operation: AnyOperation<S>
}

/** Who asks, and what was found of what the path names. */
export type Asker = Pick<Call<unknown, unknown, unknown>, 'user' | 'found'>

/** Binds a caller's key to what is asked with it. Throws a `keyReused` when it was used for something else. */
export type ClaimKey = (userId: string, key: string, fingerprint: string) => Promise<unknown>

/** What the request asks of the operation, every part checked; throws an `invalid` that names each field at fault. */
export async function checkedCall<S>(
  { kind, operation }: Asked<S>,
  request: Request,
  { user, found }: Asker,
  claimKey: ClaimKey,
): Promise<Call<unknown, unknown, unknown>> {
  const { params, body = {} } = request
  const file = operation.takesFile ? sentFile(request) : undefined
  const query = kind === 'json' || kind === 'file' ? request.query : knownOf(operation, request.query)
  const faults = [...unsound(query), ...unsound(body)]
  if (faults.length > 0) throw Fault.invalid(...faults)
  const parts = {
    params: checked(operation.params ?? nothing, params, 'path'),
    query: checked(operation.query ?? nothing, query, 'query'),
    body: operation.body ? checked(operation.body, body, 'body') : { data: undefined, faults: [] },
  }
  const wrong = [...parts.params.faults, ...parts.query.faults, ...parts.body.faults]
  if (wrong.length > 0) throw Fault.invalid(...wrong)
  const ifVersion = operation.ifMatch && versionOf(request.headers['if-match'])
  if (operation.ifMatch === 'required' && ifVersion === undefined) throw unguarded()
  const given = request.get('Idempotency-Key')
  const idempotencyKey = idempotencyKeyOf(given)
  const told = operation.secret === undefined ? body : { ...body, [operation.secret]: null }
  const fingerprint = fingerprintOf(request.method, request.path, file ? { ...told, file: file.sha256 } : told)
  if (given !== undefined && request.method !== 'GET' && operation.who !== 'anyone' && !operation.claimsKey) {
    await claimKey(user.id, idempotencyKey, fingerprint)
  }
  return {
    params: parts.params.data,
    query: parts.query.data,
    body: parts.body.data,
    user,
    found,
    requestId: String(request.id),
    ...(file && { file }),
    idempotencyKey,
    fingerprint,
    ...(ifVersion !== undefined && { ifVersion }),
  }
}

const nothing: z.ZodType = z.strictObject({})

/** On its way to a browser an address is given queries, such as a mail program's `utm_source`: those are nobody's. */
function knownOf<S>({ query }: AnyOperation<S>, given: object): object {
  const known = query instanceof z.ZodObject ? Object.keys(query.shape) : []
  return Object.fromEntries(Object.entries(given).filter(([name]) => known.includes(name)))
}

function checked(schema: z.ZodType, value: unknown, whole: string): { data: unknown; faults: FieldFault[] } {
  const result = schema.safeParse(value)
  return result.success
    ? { data: result.data, faults: [] }
    : { data: undefined, faults: faultsOf(result.error.issues, whole) }
}

/** An ETag of ours is the version in quotes; `*` is any. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const version = ifMatch.match(/^\s*(?:W\/)?"(\d{1,9})"\s*$/)?.[1]
  if (version !== undefined) return Number(version)
  throw Fault.invalid({ field: 'If-Match', message: 'Expected the ETag that you were given, such as "3"' })
}

function unguarded(): Fault {
  const detail = 'Read it first, and send the ETag that you were given as If-Match, such as "3"'
  return new Fault('unguarded', detail)
}

/** The caller's key, or one made here, which no repeat can know. */
function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined) return randomUUID()
  if (/^[\x20-\x7e]{1,200}$/.test(header)) return header
  throw Fault.invalid({ field: 'Idempotency-Key', message: 'Expected 1 to 200 printable ASCII characters' })
}

/** What was asked: method, path and body, whatever the order of the body's fields. Hex. */
function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n${canonicalize(body) ?? ''}`)
    .digest('hex')
}
