import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import type { SignedIn } from '../domain/people/signed-in.ts'
import { Fault } from './faults.ts'

/** A file that was sent, whole. Its name is the sender's, without a path; what it is, nobody has said yet. */
export interface SentFile {
  name: string
  bytes: Buffer
  /** Of its bytes, in hex. */
  sha256: string
}

/** Each is held in memory until it is stored. */
const mostAtOnce = 8
/** Of those, so that nobody's slow line keeps all others waiting. */
const mostOfOne = 2
/** Ten megabytes over a slow line; whoever takes longer holds a place that others need. */
const longestMs = 120_000
/** By whom, of this process. */
const underWay = new Map<string, number>()

/** Reads `multipart/form-data` with one file in the field `file`, and a few short ones beside it. */
export function fileParser(most: number): RequestHandler[] {
  const limits = { fileSize: most, files: 1, fields: 10, fieldSize: 10_000, fieldNameSize: 100, headerPairs: 20 }
  const read = multer({ storage: multer.memoryStorage(), limits, defParamCharset: 'utf8' }).single('file')
  const refuseOthers: RequestHandler = (request, response, next) => {
    if (request.is('multipart/form-data') !== 'multipart/form-data') {
      throw new Fault('wrongType', 'Expected multipart/form-data with one file, in the field "file"')
    }
    // Gone while it was asked who it is: nobody would say when it ends.
    if (response.closed || request.destroyed) return
    const { id } = (response.locals.asker as { user: SignedIn }).user
    const [own, all] = [underWay.get(id) ?? 0, sum(underWay.values())]
    if (own >= mostOfOne) throw Fault.busy(`You are sending ${own} files at this moment: wait until one is there.`)
    if (all >= mostAtOnce) throw Fault.busy('Too many files are being sent at this moment.')
    underWay.set(id, own + 1)
    const patience = setTimeout(() => request.destroy(), longestMs)
    response.once('close', () => {
      clearTimeout(patience)
      const left = (underWay.get(id) ?? 0) - 1
      if (left > 0) underWay.set(id, left)
      else underWay.delete(id)
    })
    next()
  }
  return [refuseOthers, (request, response, next) => read(request, response, (error) => next(faultOf(error, most)))]
}

const sum = (counts: Iterable<number>) => [...counts].reduce((all, one) => all + one, 0)

/** What was sent as the file; throws an `invalid` when there is none, or nothing in it. */
export function sentFile({ file }: Request): SentFile {
  if (file === undefined || file.size === 0) {
    throw Fault.invalid({ field: 'file', message: file ? 'The file is empty' : 'Expected one file' })
  }
  const { originalname: name, buffer: bytes } = file
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function faultOf(error: unknown, most: number): unknown {
  if (!error) return undefined
  if (!(error instanceof MulterError)) {
    return Fault.invalid({ field: 'body', message: 'Not multipart/form-data that can be read' })
  }
  if (error.code === 'LIMIT_FILE_SIZE') return new Fault('tooLarge', `A file has at most ${most / 1024} kB`)
  if (error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'LIMIT_FILE_COUNT') {
    return Fault.invalid({ field: error.field ?? 'file', message: 'Send one file, in the field "file"' })
  }
  return new Fault('tooLarge', `Too much beside the file: ${error.message}`)
}
