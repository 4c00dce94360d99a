/** What turns the direction of what stands beside it would make one text look like another; the others nobody sees. */
const unseen = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]|(?![\n])\p{Cc}/gu
/** Joins and variants of what they stand with: no characters of their own. */
const joined = /[\u200b-\u200d]|[\ufe00-\ufe0f]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0100}-\u{e01ef}]/gu
/** Stands for what cannot be shown. */
export const missing = '□'
/** So long a word may be broken: no narrow column holds it. A hash may not, since whoever copies one must get it whole. */
const longWords = /[!-~]{21,}/g
const hash = /^[0-9a-f]{64}$/
const piece = /.{16}(?=.)/g
const mayBreak = '\u200b'

/** The same with each of its texts as a sheet of paper can show it, and how many characters it cannot. */
export function legible<T>(value: T, shows: (character: number) => boolean): { value: T; missing: number } {
  let lacking = 0
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })
  const isShown = (text: string) => [...text].every((one) => one === '\n' || shows(one.codePointAt(0) ?? 0))
  const shown = (text: string): string => {
    const plain = text.normalize('NFC').replaceAll('\r\n', '\n').replace(unseen, '')
    if (isShown(plain)) return plain
    // What one sees as one character is one that is missing, however many it is made of.
    return Array.from(segments.segment(plain), ({ segment }) => {
      const bare = segment.replace(joined, '')
      if (isShown(bare)) return bare
      lacking++
      return missing
    }).join('')
  }
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') return breakable(shown(one))
    if (Array.isArray(one)) return one.map(walk)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]))
  }
  return { value: walk(value) as T, missing: lacking }
}

function breakable(text: string): string {
  return text.replace(longWords, (word) => (hash.test(word) ? word : word.replace(piece, `$&${mayBreak}`)))
}
