import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { isoOrNull, toIso } from '../time/instant.ts'
import type { TicketState } from './state.ts'

/** The support record 支持维护记录 (R1.8): what was wrong, what was done, and how it was verified. */
export interface SupportRecord {
  number: string
  customer: string
  system: string | null
  subject: string
  description: string
  cycle: number
  openedAt: string
  respondedAt: string | null
  resolvedAt: string
  engineer: string
  cause: string
  causeCode: string
  fix: string
  verification: string
}

/** Undefined until the ticket has been resolved, for a customer (SLA 24). */
export function supportRecordOf(state: TicketState): SupportRecord | undefined {
  const { resolution, customer } = state
  if (resolution === undefined || customer === undefined) return undefined
  return {
    number: state.number,
    customer: customer.name,
    system: state.system?.name ?? null,
    subject: state.subject,
    description: state.description,
    cycle: state.cycle,
    openedAt: toIso(state.openedAt),
    respondedAt: isoOrNull(state.respondedAt),
    resolvedAt: toIso(resolution.at),
    engineer: resolution.by.name,
    cause: resolution.cause,
    causeCode: resolution.causeCode,
    fix: resolution.fix,
    verification: resolution.verification,
  }
}

/** SHA-256, in hex, of the record's canonical JSON (RFC 8785): what a signature is bound to (SLA 14). */
export function recordHashOf(record: SupportRecord | undefined): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(record ?? null) ?? '')))
}
