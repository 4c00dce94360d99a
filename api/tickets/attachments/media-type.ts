import { fileTypeFromBuffer } from 'file-type'
import { Fault } from '../../../http/faults.ts'

/** What people attach: pictures, documents, and text. Nothing that a double click runs. */
const allowed = new Map([
  ['image/png', 'PNG'],
  ['image/jpeg', 'JPEG'],
  ['image/gif', 'GIF'],
  ['image/webp', 'WebP'],
  ['image/heic', 'HEIC'],
  ['application/pdf', 'PDF'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'DOCX'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'PPTX'],
  ['application/zip', 'ZIP'],
  ['application/gzip', 'GZIP'],
])

/** R1.11: what a file is by its content, whatever its name says. Throws an `invalid` for what is not taken. */
export async function mediaTypeOf(bytes: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(bytes)
  if (found && allowed.has(found.mime)) return found.mime
  if (found === undefined && isText(bytes)) return 'text/plain; charset=utf-8'
  const what = found ? `It is ${found.mime}` : 'What it is cannot be told'
  const message = `${what}; taken are ${[...allowed.values()].join(', ')} and text in UTF-8`
  throw Fault.invalid({ field: 'file', message })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Log lines may be coloured; other control characters stand in no text. */
function isText(bytes: Buffer): boolean {
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(utf8.decode(bytes))
  } catch {
    return false
  }
}
