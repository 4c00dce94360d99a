import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Of the nine weights that the package holds these two are read, and ever opened. */
export const regular = () =>
  readFileSync(require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'))
export const bold = () =>
  readFileSync(require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'))

/** Whether a font has a character, by its own table of them (`cmap`, format 12). */
export function charactersOf(font: Buffer): (character: number) => boolean {
  const known = charactersIn(tableOf(font, 'cmap'))
  return (character) => known[character] === 1
}

/** Apart, so that who asks of a character does not keep the whole font. */
function charactersIn(cmap: Buffer): Uint8Array {
  const records = Array.from({ length: cmap.readUInt16BE(2) }, (_one, i) => 4 + i * 8)
  const offset = records.map((at) => cmap.readUInt32BE(at + 4)).find((at) => cmap.readUInt16BE(at) === 12)
  if (offset === undefined) throw new Error('The font has no table of all its characters')
  const groups = Array.from({ length: cmap.readUInt32BE(offset + 12) }, (_one, i) => offset + 16 + i * 12)
  const known = new Uint8Array(0x110000)
  for (const at of groups) known.fill(1, cmap.readUInt32BE(at), cmap.readUInt32BE(at + 4) + 1)
  return known
}

function tableOf(font: Buffer, name: string): Buffer {
  const entries = Array.from({ length: font.readUInt16BE(4) }, (_one, i) => 12 + i * 16)
  const entry = entries.find((at) => font.toString('latin1', at, at + 4) === name)
  if (entry === undefined) throw new Error(`The font has no table ${name}`)
  const from = font.readUInt32BE(entry + 8)
  return font.subarray(from, from + font.readUInt32BE(entry + 12))
}
