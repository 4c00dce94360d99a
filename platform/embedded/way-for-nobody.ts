import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { DataFolderError } from './data-folder.ts'
import { postgresIdentity } from './postgres-folder.ts'

/**
 * Started by root, PostgreSQL runs as nobody, who must pass through every folder on the way to its own. Those that were
 * there before are their owner's to open. Throws DataFolderError, which says how.
 */
export async function requireWayTo(dataDir: string): Promise<void> {
  const identity = postgresIdentity()
  if (identity.uid === undefined) return
  if (await canEnter(dataDir, identity)) return
  const modes = await Promise.all(wayTo(dataDir).map(async (folder) => ({ folder, mode: (await stat(folder)).mode })))
  const closed = modes.filter(({ mode }) => (mode & 0o001) === 0).map(({ folder }) => folder)
  const named = closed.length > 0 ? closed : [dataDir]
  throw new DataFolderError(
    `Started by root, PostgreSQL runs as the user nobody, who may not enter ${named.join(' and ')}.\n` +
      'Do one of these, then start again:\n' +
      '  - start it as another user than root\n' +
      `  - let other users pass through, without seeing what is in there: chmod o+x ${named.map(quoted).join(' ')}\n` +
      '  - keep the data elsewhere: npm start -- --data /var/lib/aftercare',
  )
}

/** From the root of the file system down to the folder itself. */
function wayTo(folder: string): string[] {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [...wayTo(parent), folder]
}

/** Tried, since access lists and the like also have a say. */
async function canEnter(folder: string, identity: { uid?: number; gid?: number }): Promise<boolean> {
  const entered = promisify(execFile)('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...identity, cwd: '/' })
  return entered.then(
    () => true,
    () => false,
  )
}

function quoted(folder: string): string {
  return /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`
}
