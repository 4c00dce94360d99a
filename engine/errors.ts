import { busy } from '../domain/ticket/refusal.ts'
import type { Refused } from '../domain/ticket/verbs/decide.ts'
import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common'
import { type RefusedDetails, refusedFailure } from '../workflows/messages/ticket.ts'
import { grpc } from './grpc.ts'

const { notFound, resourceExhausted, failedPrecondition, aborted } = grpc
const down: number[] = [grpc.unknown, resourceExhausted, aborted, grpc.unavailable]

export function noAnswerYet(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
}

/**
 * The task that carried the update failed, since something else reached the ticket at the same time, or was lost with
 * the worker that had it: nothing of it stands, and the same update may be asked for again.
 */
export function isTakenBack(error: unknown): boolean {
  // The engine says this of an update, too, that it held in memory for a worker that was killed.
  if (error instanceof WorkflowNotFoundError) return /^update\b.*not found/i.test(error.message)
  // It reached the task in which the run went on as a new one, whose worker did not see it.
  if (error instanceof WorkflowUpdateFailedError) return typeOf(error.cause) === unprocessed
  const { code, details } = grpcOf(error) ?? {}
  return code === aborted || (code === failedPrecondition && /workflow task failure/i.test(details ?? ''))
}

/**
 * The engine's own walls: so many acts on one ticket, or so many bytes of them, may wait at once, and so many may come in
 * one run. None of it was done.
 */
export function isWall({ code, details }: { code: number; details: string }): boolean {
  return (code === resourceExhausted || code === failedPrecondition) && /limit on .* updates/i.test(details)
}

/** A run that has just gone on as a new one has not had its first task, and cannot be queried before. */
export function isJustBegun(error: unknown): boolean {
  const { code, details } = grpcOf(error) ?? {}
  return code === failedPrecondition && /not scheduled yet/i.test(details ?? '')
}

/** The ticket turns to a new run, or cannot be recorded at this moment. */
export function isBusy(error: unknown): boolean {
  return refusalIn(error)?.refused === 'busy'
}

/** By which the engine itself refuses an update that no worker looked at. */
const unprocessed = 'UnprocessedUpdate'

function typeOf(cause: unknown): string | null | undefined {
  return cause instanceof ApplicationFailure ? cause.type : undefined
}

/** A verb was refused; nothing has changed. */
export class VerbRefused extends Error {
  readonly refusal: Refused

  constructor(refusal: Refused) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

/** The engine does not answer. `part` tells whoever translates errors which part of the product is down. */
export class EngineDown extends Error {
  readonly part = 'engine'
}

/** What went wrong, in words of ours; an error that is neither a refusal nor an outage is handed back as it is. */
export function inOurWords(error: unknown): unknown {
  const refusal = refusalIn(error)
  if (refusal) return new VerbRefused(refusal)
  const status = grpcOf(error)
  if (status && isWall(status)) return new VerbRefused(busy('Too much reached this ticket at once.'))
  const code = status?.code
  const isAway = isTakenBack(error) || hasLostItsNamespace(error) || (code !== undefined && down.includes(code))
  if (isAway) return new EngineDown(String(error))
  if (error instanceof WorkflowNotFoundError || code === notFound) return new VerbRefused(itIsOver)
  return error
}

/** The same in two words, for whoever counts; `why` is empty unless it was refused. */
export function outcomeOf(error: unknown): { outcome: 'refused' | 'down' | 'failed'; why: string } {
  if (error instanceof VerbRefused) return { outcome: 'refused', why: error.refusal.refused }
  return { outcome: error instanceof EngineDown ? 'down' : 'failed', why: '' }
}

/** So the engine says while its own database is away: it could not read its namespaces. */
function hasLostItsNamespace(error: unknown): boolean {
  return error instanceof NamespaceNotFoundError || /^namespace .*not found/i.test(grpcOf(error)?.message ?? '')
}

function refusalIn(error: unknown): Refused | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined
  const { cause } = error
  if (!(cause instanceof ApplicationFailure) || cause.type !== refusedFailure) return undefined
  return (cause.details as RefusedDetails)[0]
}

/** The process has ended: its reopening window and its rating are over, or it was cancelled for more than a day. */
const itIsOver: Refused = {
  refused: 'notAllowedNow',
  reason: 'Nothing can happen to this ticket any more; open a new one that follows it.',
  allowed: [],
}

function grpcOf(error: unknown): { code: number; details: string; message: string } | undefined {
  if (isGrpcServiceError(error)) return error
  return error instanceof Error && error.cause !== undefined ? grpcOf(error.cause) : undefined
}
