import type { StaffFunction } from './functions.ts'

/** R3.3: what somebody can do, and the certificate that proves it, where a copy of one is on file. Dates are YYYY-MM-DD. */
export interface Qualification {
  skill: string
  /** What the certificate is called, with its number; null for a skill without one. */
  certificate: string | null
  /** With whom the copy is on file; null where it is on file with every customer. */
  customerId: string | null
  validFrom: string
  /** Its last day; null for what does not end. */
  validUntil: string | null
}

/** Who might be sent. */
export interface Candidate {
  name: string
  function: StaffFunction | null
  qualifications: readonly Qualification[]
}

/** Where somebody is needed, on which day, and for what. */
export interface Errand {
  /** Null while nobody knows whose it is: then a copy with anybody will do. */
  customerId: string | null
  on: string
  function?: StaffFunction | undefined
  skills?: readonly string[] | undefined
}

/** What keeps somebody from going, in words for whoever would send them. */
export interface Bar {
  why: 'binding' | 'function' | 'skill' | 'certificate'
  words: string
}

/** R3.5 */
export function servesNot({ name }: { name: string }): Bar {
  return { why: 'binding', words: `${name} does not serve this customer` }
}

/**
 * What bars somebody from going there, each in words for whoever would send them; empty when nothing does. R3.3: a copy of a
 * certificate is on file with the customer before work on site, and one that has expired is none. R3.8: nor does anybody
 * go for whom it is no work of theirs.
 */
export function barsTo({ name, qualifications, ...candidate }: Candidate, errand: Errand): Bar[] {
  const noFunction = errand.function !== undefined && candidate.function !== errand.function
  const onFile = qualifications.filter((one) => one.certificate !== null && isOnFile(one, errand))
  return [
    ...(noFunction ? [{ why: 'function' as const, words: `${name} is no ${errand.function}` }] : []),
    ...(errand.skills ?? []).flatMap((skill) => lacks(name, skill, { qualifications, errand })),
    ...(onFile.some((one) => isValid(one, errand)) ? [] : [missing(name, onFile, errand)]),
  ].filter(({ words }, index, all) => all.findIndex((bar) => bar.words === words) === index)
}

/** A skill that needs no certificate is had without one; one that is certified is had as long as that is valid there. */
function lacks(
  name: string,
  skill: string,
  { qualifications, errand }: { qualifications: readonly Qualification[]; errand: Errand },
): Bar[] {
  const proofs = qualifications.filter((one) => one.skill === skill)
  if (proofs.length === 0) return [{ why: 'skill', words: `${name} has no skill "${skill}"` }]
  const here = proofs.filter((one) => one.certificate === null || isOnFile(one, errand))
  return here.some((one) => isValid(one, errand)) ? [] : [missing(name, here, errand, ` for "${skill}"`)]
}

function missing(name: string, onFile: readonly Qualification[], errand: Errand, what = ''): Bar {
  return { why: 'certificate', words: missingInWords(name, onFile, errand, what) }
}

function missingInWords(name: string, onFile: readonly Qualification[], { on }: Errand, what: string): string {
  const [last] = [...onFile].sort((one, other) => (other.validUntil ?? '').localeCompare(one.validUntil ?? ''))
  if (last === undefined) return `no certificate of ${name}${what} is on file with this customer`
  const { certificate, skill, validFrom, validUntil } = last
  const named = `${certificate ?? skill} of ${name}`
  return validFrom > on ? `${named} is valid from ${validFrom} only` : `${named} expired on ${validUntil}`
}

function isOnFile({ customerId }: Qualification, errand: Errand): boolean {
  return customerId === null || errand.customerId === null || customerId === errand.customerId
}

/** SLA 5: days are compared, and the last one counts. */
function isValid({ validFrom, validUntil }: Qualification, { on }: Errand): boolean {
  return validFrom <= on && (validUntil === null || on <= validUntil)
}
