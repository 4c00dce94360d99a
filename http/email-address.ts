import { domainToASCII, domainToUnicode } from 'node:url'

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
// The last label holds a letter, or a number of an address in the network would pass for a name.
const lastLabel = '[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]'

/** A dot-atom before the @, and a name of the internet behind it: what every mail server takes. */
export const emailPattern = new RegExp(`^${atom}(\\.${atom})*@(${label}\\.)+${lastLabel}$`)

/**
 * The one spelling of an address: in lower case, its domain as DNS knows it. `li@例子.中国` and `li@xn--fsqu00a.xn--fiqs8s`
 * are one mailbox, so they must be one account. What is no address comes back as it is, or as none either.
 */
export function oneSpelling(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  // A URL's host is read leniently: it would be cut at a slash, and percent-decoded.
  if (at < 1 || !/^[\p{L}\p{M}\p{N}.。．｡-]+$/u.test(domain)) return address
  // In ASCII alone: other letters, such as the Kelvin sign, would become one of these.
  const local = address.slice(0, at).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const ascii = domainToASCII(domain)
  return isReadable(ascii) ? `${local}@${ascii}` : `${local}@`
}

/** Node 24 takes a label that stands for no letters as it is, `xn--zzzz`; earlier ones refuse it. */
function isReadable(ascii: string): boolean {
  return domainToUnicode(ascii)
    .split('.')
    .every((label) => !label.startsWith('xn--'))
}
