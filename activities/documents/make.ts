import { createHash } from 'node:crypto'
import { type Language, languageOf, languages } from '../../domain/people/languages.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import { recordHashOf, supportRecordOf } from '../../domain/ticket/support-record.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { templateVersion, written } from '../../letters/documents/document.ts'
import type { DocumentReader } from '../../letters/documents/sections.ts'
import { type Telling, toldOn } from '../../letters/documents/telling.ts'
import type { Files } from '../../platform/files/files.ts'
import type { Typesetter } from '../../platform/typesetting/typesetter.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { fileKeyOf } from '../../store/file-keys.ts'
import { eventIn } from '../../store/rows.ts'
import type { Queued } from './queue.ts'

export interface MakerDeps {
  database: PrismaClient
  files: Files
  typesetter: Typesetter
}

/** Each event may hold 256 kB of text. */
const pageRows = 100

/**
 * Makes a document in each language that its readers have, unless it stands already: bytes first, so that no row names what
 * is not there. The same events make the same bytes, so doing it twice does nothing. Throws when it cannot be made now.
 */
export async function makeDocument({ database, files, typesetter }: MakerDeps, due: Queued): Promise<void> {
  const { ticketId, kind, version } = due
  const telling = await readTelling(database, ticketId, version)
  const { state } = telling
  const made = await database.document.findMany({ where: { ticketId, kind, version }, select: { language: true } })
  const readers = await readersOf(database, state)
  for (const reader of readers.filter(({ language }) => !made.some((one) => one.language === language))) {
    const document = written(kind, telling, reader, typesetter.shows)
    if (document === undefined) continue
    const pdf = await typesetter.pdf('document', document)
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    await files.put(fileKeyOf(ticketId, sha256), pdf)
    const { cycle, customer } = state
    const about = { cycle, customerId: customer?.id ?? '', recordHash: recordHashOf(supportRecordOf(state)) }
    const row = { ticketId, kind, version, ...reader, ...about, sha256, size: pdf.length, templateVersion }
    await database.document.createMany({ data: [row], skipDuplicates: true })
  }
}

/** The ticket as it stood then. Throws while one of its events is missing. */
async function readTelling(database: PrismaClient, ticketId: string, version: number): Promise<Telling> {
  let telling: Telling | undefined
  for (;;) {
    const after = telling?.state.version ?? 0
    if (telling && after === version) return telling
    const where = { ticketId, version: { gt: after, lte: version } }
    const page = await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' }, take: pageRows })
    telling = page.length === 0 ? undefined : toldOn(telling, page.map(eventIn))
    if (telling === undefined) throw new Error(`Of ticket ${ticketId} an event before version ${version} is missing`)
  }
}

/** The acceptor, and who reported it; where nobody of the customer is known, both languages, in the customer's zone. */
async function readersOf(
  database: PrismaClient,
  { terms, reporter, customer }: TicketState,
): Promise<DocumentReader[]> {
  const ids = [terms.acceptor?.id ?? [], reporter?.id ?? []].flat()
  const contacts = await database.contact.findMany({ where: { id: { in: ids } }, include: { customer: true } })
  // By language, the acceptor's first.
  const byLanguage = new Map<Language, DocumentReader>()
  for (const one of ids.flatMap((id) => contacts.find((contact) => contact.id === id) ?? []).reverse()) {
    const language = languageOf(one.language)
    byLanguage.set(language, { language, timeZone: one.timeZone ?? one.customer.timeZone })
  }
  if (byLanguage.size > 0) return [...byLanguage.values()]
  const row = await database.customer.findUnique({ where: { id: customer?.id ?? '' }, select: { timeZone: true } })
  return languages.map((language) => ({ language, timeZone: row?.timeZone ?? usualTimeZone }))
}
