import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Files } from './files.ts'

/** Files in a folder of this machine, readable by its owner alone. */
export function filesIn(folder: string): Files {
  const at = (key: string) => path.join(folder, ...key.split('/'))
  return {
    async put(key, bytes) {
      await mkdir(path.dirname(at(key)), { recursive: true, mode: 0o700 })
      const unfinished = `${at(key)}.${randomUUID()}`
      const file = await open(unfinished, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
        await file.close()
        await rename(unfinished, at(key))
        await syncFolder(path.dirname(at(key)))
      } catch (error) {
        await file.close().catch(() => undefined)
        await rm(unfinished, { force: true })
        throw error
      }
    },
    async get(key) {
      const isThere = await stat(at(key)).then(
        (found) => found.isFile(),
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return false
          throw error
        },
      )
      return isThere ? createReadStream(at(key)) : undefined
    },
  }
}

/** So that the name survives a loss of power as the bytes do. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
