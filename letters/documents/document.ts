import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import type { DocumentKind } from '../../domain/ticket/documents.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { isoOrNull, toIso } from '../../domain/time/instant.ts'
import { momentIn, zoneNamed } from '../local-time.ts'
import { namedOnce } from '../names.ts'
import type { Section } from './blocks.ts'
import { legible, missing } from './legible.ts'
import {
  type DocumentReader,
  earlierSection,
  filesSection,
  type Known,
  openSection,
  processSection,
  promisesSection,
  visitsSection,
} from './sections.ts'
import { besideSection, ratingsSection, recordSection, signedSection, toSignSection } from './signed.ts'
import type { Telling } from './telling.ts'
import { say } from './words.ts'

/** Of the template and of what we say in it: a document is made anew under another, and never changed. */
export const templateVersion = 2

/** A document in words, for the template. */
export interface Written {
  language: string
  title: string
  number: string
  subject: string
  customer: string
  /** Of the support record that it is about: what a signature is bound to. */
  hash: string
  hashLabel: string
  page: string
  /** Under the title, and at the end. */
  aboutTimes: string
  closing: string[]
  /** Year, month and day by UTC: its date in the file, so that the same record makes the same bytes. */
  date: [number, number, number]
  sections: Section[]
}

/**
 * R1.8: what a document says, in its reader's language and zone, from the ticket's own events alone: nothing that a
 * customer may not know, and the same of the same. `shows`: which characters can be printed. Undefined where there is
 * nothing to write: no repair stands, or, for a summary, nobody accepted it.
 */
export function written(
  kind: DocumentKind,
  telling: Telling,
  reader: DocumentReader,
  shows: (character: number) => boolean,
): Written | undefined {
  const { language, timeZone } = reader
  const record = recordForCustomer(ticketRecordOf(telling.state))
  const { supportRecord, signOff } = record
  if (supportRecord === null || (kind === 'maintenanceSummary' && signOff === null)) return undefined
  const known: Known = namedOnce({ ...reader, record, steps: telling.steps, leftOut: telling.leftOut }, language)
  const sections = [
    recordSection(known),
    besideSection(known, isoOrNull(telling.state.restoredAt)),
    ...(kind === 'supportRecord' ? [toSignSection(known)] : [signedSection(known), ratingsSection(known)]),
    ...(kind === 'maintenanceSummary' ? [openSection(known)] : []),
    promisesSection(known),
    ...visitsSection(known),
    ...earlierSection(known),
    ...filesSection(known),
    processSection(known),
  ]
  const at = toIso(telling.at)
  const { version } = telling.state
  const document: Written = {
    language,
    title: say(language, kind),
    number: record.number,
    subject: record.subject,
    customer: known.record.supportRecord?.record.customer ?? '',
    hash: supportRecord.hash,
    hashLabel: say(language, 'hashOf'),
    page: say(language, 'page', { page: '{page}', pages: '{pages}' }),
    aboutTimes: say(language, 'aboutTimes', { zone: zoneNamed(language, timeZone, at) }),
    closing: [say(language, 'writtenTo', { at: momentIn(language, timeZone, at), version, template: templateVersion })],
    date: dateOf(at),
    sections,
  }
  const { value, missing: count } = legible(document, shows)
  if (count === 0) return value
  return { ...value, closing: [...value.closing, say(language, 'unreadable', { mark: missing, count })] }
}

function dateOf(iso: string): Written['date'] {
  const at = new Date(iso)
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
}
