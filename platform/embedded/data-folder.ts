import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { endRecordedProcess, recordedProcess, recordProcess } from './recorded-process.ts'

/** A data folder that cannot be used as it was asked for; the message says what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** Where the processes of a stack are written down. */
export const processFile = (dataDir: string, name: string) => path.join(dataDir, 'run', `${name}.json`)

/**
 * Makes the folder ours until the returned function is called. Throws DataFolderError while another start holds it.
 * Whatever a start that was killed left running is ended, so that its ports and files are free.
 */
export async function holdDataFolder(dataDir: string): Promise<() => Promise<void>> {
  await closeToOthers(dataDir)
  await mkdir(path.join(dataDir, 'run'), { recursive: true })
  const file = processFile(dataDir, 'start')
  const holder = recordedProcess(file)
  if (holder !== undefined) {
    throw new DataFolderError(
      `${dataDir} is in use by another start (pid ${holder.pid}). Stop that one, or take another folder: npm start -- --data DIR`,
    )
  }
  await rm(file, { force: true })
  recordProcess(file, process.pid, { exclusive: true })
  const left = (await readdir(path.join(dataDir, 'run'))).filter((name) => name !== path.basename(file))
  await Promise.all(left.map((name) => endRecordedProcess(path.join(dataDir, 'run', name))))
  return () => rm(file, { force: true })
}

/**
 * Mails hold live links, and logs what customers wrote: all of it is its owner's alone, also what an older version left
 * open. By the umask, which the parts inherit, that holds for whatever is written from here on.
 */
async function closeToOthers(dataDir: string): Promise<void> {
  process.umask(0o077)
  await makeDataFolder(dataDir)
  const entries = await readdir(dataDir, { withFileTypes: true })
  const isOurs = entries.length === 0 || entries.some(({ name }) => name === 'run')
  // Somebody's folder of other things, as /tmp, keeps its permissions.
  if (!isOurs) return
  // Started by root, PostgreSQL runs as nobody, who must pass through to its own folder, and sees no name of another.
  await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
  for (const entry of entries) {
    if (entry.isDirectory()) await chmod(path.join(dataDir, entry.name), 0o700)
    if (entry.isFile()) await chmod(path.join(dataDir, entry.name), 0o600)
  }
}

/** Started by root, PostgreSQL runs as nobody: whatever root's umask, nobody may pass through what is made here. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  const first = await mkdir(dataDir, { recursive: true })
  if (first === undefined || process.getuid?.() !== 0) return
  for (let made = dataDir; made.startsWith(first); made = path.dirname(made)) await chmod(made, 0o711)
}

const engineFile = (dataDir: string) => path.join(dataDir, 'engine.json')

/** One engine cannot read another's data, so the folder's own is kept to. Throws DataFolderError. */
export async function requireSameEngine(dataDir: string, engine: string): Promise<void> {
  if (!existsSync(engineFile(dataDir))) return
  const { engine: made } = JSON.parse(await readFile(engineFile(dataDir), 'utf8')) as { engine: string }
  if (made === engine) return
  throw new DataFolderError(
    `The data in ${dataDir} was made with ${made}; what this start would use is ${engine}, which cannot read it. ` +
      `Make ${made} available again, or take another folder: npm start -- --data DIR`,
  )
}

export async function rememberEngine(dataDir: string, engine: string): Promise<void> {
  await writeFile(engineFile(dataDir), JSON.stringify({ engine }))
}
