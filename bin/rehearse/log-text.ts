import { CannotRehearse } from './cannot.ts'

/** The text of a file in UTF-8 or UTF-16, with or without a byte order mark. Throws CannotRehearse for any other. */
export function textOf(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new CannotRehearse(
      'The log is in an encoding that is not read; UTF-8 and UTF-16 are. If it is GBK, turn it into UTF-8 first:\n' +
        '  iconv -f GBK -t UTF-8 FILE.csv > UTF8.csv',
    )
  }
}

/** A log begins with the names of its columns, which are ASCII: a NUL beside the first letter tells. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be'
  return 'utf-8'
}

const separators = [',', ';', '\t', '|']

/** What stands between the columns: of those that are read, the one that the line of their names holds most often. */
export function separatorOf(text: string): string {
  const names = /[^\r\n]+/.exec(text)?.[0] ?? ''
  const count = (separator: string) => names.split(separator).length
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best))
}
