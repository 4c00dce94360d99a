import type { TicketRecord } from '../../domain/ticket/record.ts'
import { momentIn } from '../local-time.ts'
import { term } from '../wording.ts'
import { facts, note, type Section } from './blocks.ts'
import type { Known } from './sections.ts'
import { say } from './words.ts'

/** SLA 14: what is signed, whole and with nothing beside it: the fields of the support record, in its order. */
export function recordSection({ language, timeZone, record: { supportRecord, signOff } }: Known): Section {
  const { record, hash } = supportRecord as NonNullable<TicketRecord['supportRecord']>
  const at = (iso: string | null) => iso && momentIn(language, timeZone, iso)
  const title = signOff === null ? 'record' : signOff.signed ? 'signedRecord' : 'deemedRecord'
  return {
    title: say(language, title),
    framed: true,
    blocks: [
      facts(
        [say(language, 'number'), record.number],
        [say(language, 'customer'), record.customer],
        [say(language, 'system'), record.system],
        [say(language, 'subject'), record.subject],
        [say(language, 'description'), record.description],
        [say(language, 'openedAt'), at(record.openedAt)],
        [say(language, 'respondedAt'), at(record.respondedAt)],
        [say(language, 'resolvedAt'), at(record.resolvedAt)],
        [say(language, 'repairNumber'), String(record.cycle)],
        [say(language, 'engineer'), record.engineer],
        [say(language, 'causeCode'), term(language, 'causeCode', record.causeCode)],
        [say(language, 'cause'), record.cause],
        [say(language, 'fix'), record.fix],
        [say(language, 'verification'), record.verification],
        [say(language, 'hash'), hash],
      ),
      note(say(language, 'recordNote')),
    ],
  }
}

/** What its reader looks for first and nobody signs. */
export function besideSection({ language, timeZone, record }: Known, restoredAt: string | null): Section {
  const { kind, class: faultClass, priority, reporter, assignee } = record
  const named = [
    term(language, 'kind', kind),
    term(language, 'class', faultClass),
    term(language, 'priority', priority),
  ]
  return {
    title: say(language, 'beside'),
    blocks: [
      facts(
        [say(language, 'kindOf'), named.join(' · ')],
        [say(language, 'reporter'), reporter?.name],
        [say(language, 'assignee'), assignee?.name],
        [say(language, 'restoredAt'), restoredAt && momentIn(language, timeZone, restoredAt)],
      ),
    ],
  }
}

/** R1.11: a scan of the sheet that was signed by hand counts, once it was logged. */
export function toSignSection({ language, record: { acceptor } }: Known): Section {
  const name = acceptor?.name ?? say(language, 'acceptorUnknown')
  const labels = ['signHere', 'signDate', 'signSeal'].map((key) => say(language, key))
  return {
    title: say(language, 'signature'),
    blocks: [note(say(language, 'toSign', { acceptor: name })), { is: 'lines', labels }],
  }
}

/** SLA 14: who signed what, when and how. What is deemed accepted bears nobody's signature. */
export function signedSection({ language, timeZone, record }: Known): Section {
  const { by, at, method, signed, loggedBy, scan, recordHash } = record.signOff as NonNullable<TicketRecord['signOff']>
  const scanned = record.attachments.find(({ id }) => id === scan)
  return {
    title: say(language, 'signature'),
    blocks: [
      facts(
        [say(language, signed ? 'signedBy' : 'acceptor'), by.name],
        [say(language, signed ? 'signedAt' : 'deemedAt'), momentIn(language, timeZone, at)],
        [say(language, 'signedHow'), term(language, 'signMethod', method)],
        [say(language, 'loggedBy'), loggedBy?.name],
        [say(language, 'scan'), scanned ? `${scanned.name} · ${scanned.sha256}` : scan],
        [say(language, signed ? 'signedHash' : 'deemedHash'), recordHash],
      ),
      ...(signed ? [] : [note(say(language, 'deemedNote'))]),
    ],
  }
}

/** R1.9: all ratings of this ticket, by the repair that each is of. */
export function ratingsSection({ language, timeZone, record: { ratings, cycle } }: Known): Section {
  const blocks = ratings.map((rating) =>
    facts(
      [say(language, 'rating'), `${'★'.repeat(rating.score)}${'☆'.repeat(5 - rating.score)}  ${rating.score} / 5`],
      [say(language, 'ratedBy'), rating.by.name],
      [say(language, 'ratedAt'), momentIn(language, timeZone, rating.at)],
      [say(language, 'ofRepair'), ratings.length > 1 || rating.cycle !== cycle ? String(rating.cycle) : null],
      [say(language, 'comment'), rating.comment],
    ),
  )
  const rated = ratings.some((rating) => rating.cycle === cycle)
  return { title: say(language, 'ratings'), blocks: [...blocks, ...(rated ? [] : [note(say(language, 'notRated'))])] }
}
