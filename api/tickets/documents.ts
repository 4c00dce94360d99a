import { z } from 'zod'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { languages } from '../../domain/people/languages.ts'
import { documentKinds } from '../../domain/ticket/documents.ts'
import { signMethods } from '../../domain/ticket/acceptance.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant } from '../../http/fields.ts'
import { file, type GivenFile } from '../../http/file.ts'
import { json } from '../../http/json.ts'
import type { Document } from '../../prisma/client/client.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { visible } from '../shared/scope.ts'
import { type Files, operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { kept } from './attachments/store.ts'
import { wholeTicket } from './lookups.ts'

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'Not a SHA-256: 64 digits and letters from a to f' })
  .meta({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })

const document = z
  .strictObject({
    kind: z.enum(documentKinds).meta({
      description:
        'A support record prints what is to be signed, and is written before that; a maintenance summary tells what came of it, and is signed by nobody.',
    }),
    version: z.int().meta({ description: 'Of the ticket: it tells what stood then' }),
    cycle: z.int().meta({ description: 'Which repair it is about' }),
    language: z.enum(languages),
    name: z.string().meta({ example: 'T-2026-000001-support-record-1.en.pdf' }),
    sha256: sha256.meta({ description: 'Of its bytes; it is downloaded by this' }),
    size: z.int().meta({ description: 'In bytes' }),
    madeAt: instant.meta({ description: "In real time, also where a sandbox moves the ticket's own" }),
    templateVersion: z.int(),
    recordHash: z.string().meta({ description: 'SHA-256 of the support record that it is about' }),
    signature: z
      .strictObject({ by: z.string(), at: instant, method: z.enum(signMethods) })
      .nullable()
      .meta({
        description: 'Of a support record: who signed what it prints. Null while nobody did, and for a summary.',
      }),
  })
  .meta({ id: 'TicketDocument' })

type Shown = z.infer<typeof document>

const list = operation({
  summary: 'The documents of a ticket, the newest first',
  who: everyone,
  params: z.strictObject({ id }),
  finds: wholeTicket,
  async run({ params, user, found }, { database }) {
    const record = ticketRecordIn(visible(user, found))
    const order = [{ version: 'desc' }, { kind: 'asc' }, { language: 'asc' }] as const
    const where = { ticketId: params.id, ...theirsOf(user, record) }
    const rows = await database.document.findMany({ where, orderBy: [...order] })
    return { items: rows.map((row) => shownOf(row, record)) }
  },
})

const download = operation({
  summary: 'A document of the ticket, as PDF',
  who: everyone,
  params: z.strictObject({ id, sha256 }),
  finds: wholeTicket,
  async run({ params, user, found }, { database, files }) {
    const record = ticketRecordIn(visible(user, found))
    const where = { ticketId: params.id, sha256: params.sha256, ...theirsOf(user, record) }
    return givenDocument(await database.document.findFirst({ where }), record.number, files)
  },
})

/** SLA 24: what was written while the ticket was another customer's names that one: no customer sees it but theirs. */
function theirsOf({ role }: SignedIn, { customer }: TicketRecord): { customerId?: string } {
  return role === 'customer' ? { customerId: customer?.id ?? '' } : {}
}

/** With its bytes. Throws an `absent` where there is none, and a `down` when the store does not answer. */
export async function givenDocument(row: Document | null, number: string, files: Files): Promise<GivenFile> {
  if (row === null) throw Fault.absent()
  const name = nameOf(row, number)
  const { ticketId, size, sha256 } = row
  const bytes = await kept({ files }, ticketId, { name, sha256 })
  return { name, mediaType: 'application/pdf', size, sha256, bytes }
}

export const ticketDocuments: Surfaces = [
  json(list, {
    get: '/v1/tickets/{id}/documents',
    tag: 'tickets',
    answers: {
      200: {
        description: 'All of them; one that was just recorded may still be being made',
        schema: z.strictObject({ items: z.array(document) }),
      },
    },
  }),
  file(download, { get: '/v1/tickets/{id}/documents/{sha256}', tag: 'tickets' }),
]

const slugs: Record<string, string> = { supportRecord: 'support-record', maintenanceSummary: 'maintenance-summary' }

function nameOf({ kind, cycle, language }: Document, number: string): string {
  return `${number}-${slugs[kind]}-${cycle}.${language}.pdf`
}

function shownOf(
  { ticketId: _ours, customerId: _theirs, timeZone: _too, ...row }: Document,
  { number, signOff }: TicketRecord,
): Shown {
  const { kind, language, recordHash } = row
  const isSigned = kind === 'supportRecord' && signOff?.signed === true && signOff.recordHash === recordHash
  const signature = isSigned ? { by: signOff.by.name, at: signOff.at, method: signOff.method } : null
  const shown = { name: nameOf(row as Document, number), madeAt: row.madeAt.toISOString(), signature }
  return { ...row, ...shown, kind, language } as Shown
}
