import { inflateSync } from 'node:zlib'

/**
 * What can be copied out of one of our PDFs, in the order in which it is drawn: the glyphs of its pages, as their fonts'
 * ToUnicode maps say. It reads what Typst writes, and no other PDF.
 */
export function textOf(pdf: Buffer): string {
  const objects = objectsOf(pdf)
  const fonts = new Map<string, Map<number, string>>()
  // Names of fonts are the same on all pages: each stands for one object of the file.
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', id = ''] of dictionary.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.dictionary ?? '')?.[1] ?? ''
      fonts.set(name, charactersOf(objects.get(unicode)?.stream ?? ''))
    }
  }
  const pages = [...objects.values()].filter(({ stream }) => /\bTf\b/.test(stream) && /\bTJ\b|\bTj\b/.test(stream))
  return pages.map(({ stream }) => drawn(stream, fonts)).join('\n')
}

export function pagesOf(pdf: Buffer): number {
  return [...objectsOf(pdf).values()].filter(({ dictionary }) => /\/Type\s*\/Page\b/.test(dictionary)).length
}

function objectsOf(pdf: Buffer): Map<string, { dictionary: string; stream: string }> {
  const source = pdf.toString('latin1')
  const found = new Map<string, { dictionary: string; stream: string }>()
  for (const match of source.matchAll(/^(\d+) 0 obj\r?\n/gm)) {
    const from = match.index + match[0].length
    const end = source.indexOf('endobj', from)
    const body = source.slice(from, end)
    const at = body.indexOf('stream\n')
    const dictionary = at === -1 ? body : body.slice(0, at)
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0)
    const bytes = pdf.subarray(from + at + 'stream\n'.length, from + at + 'stream\n'.length + length)
    const stream =
      at === -1 ? '' : (dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
    found.set(match[1] ?? '', { dictionary, stream })
  }
  return found
}

function charactersOf(cmap: string): Map<number, string> {
  const characters = new Map<number, string>()
  for (const [, glyph = '', unicode = ''] of cmap.matchAll(/^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$/gm)) {
    characters.set(Number.parseInt(glyph, 16), Buffer.from(unicode, 'hex').swap16().toString('utf16le'))
  }
  return characters
}

/** Strings, names and operators, in their order; parentheses within a string may be balanced instead of escaped. */
function drawn(stream: string, fonts: Map<string, Map<number, string>>): string {
  let font: Map<number, string> | undefined
  let text = ''
  let glyphs: Buffer[] = []
  for (let at = 0; at < stream.length; at++) {
    if (stream[at] === '(') {
      const end = endOfString(stream, at)
      glyphs.push(unescaped(stream.slice(at + 1, end)))
      at = end
      continue
    }
    const [token = ''] = /^(?:\/?[A-Za-z]\w*|<[0-9A-Fa-f]*>)/.exec(stream.slice(at, at + 2000)) ?? []
    if (token === '') continue
    at += token.length - 1
    if (token.startsWith('<')) glyphs.push(Buffer.from(token.slice(1, -1), 'hex'))
    else if (token.startsWith('/')) font = fonts.get(token.slice(1)) ?? font
    else {
      if (token === 'Tj' || token === 'TJ') text += `${charactersIn(Buffer.concat(glyphs), font)}\n`
      glyphs = []
    }
  }
  return text
}

function endOfString(stream: string, from: number): number {
  let depth = 0
  for (let at = from; at < stream.length; at++) {
    if (stream[at] === '\\') at++
    else if (stream[at] === '(') depth++
    else if (stream[at] === ')' && --depth === 0) return at
  }
  return stream.length
}

function charactersIn(glyphs: Buffer, font: Map<number, string> | undefined): string {
  let text = ''
  for (let at = 0; at + 1 < glyphs.length; at += 2) text += font?.get(glyphs.readUInt16BE(at)) ?? ''
  return text
}

function unescaped(literal: string): Buffer {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  const plain = literal.replace(/\\(\d{1,3}|[\s\S])/g, (_all, one: string) =>
    /^\d/.test(one) ? String.fromCharCode(Number.parseInt(one, 8)) : (named[one] ?? one),
  )
  return Buffer.from(plain, 'latin1')
}
