// Writes prisma/client from prisma/schema.prisma after each `npm ci` and `npm install`, without the internet.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = prismaCli()
if (cli === undefined) {
  console.log('The Prisma client is not generated, since the prisma CLI is not installed (--omit=dev).')
} else {
  // The CLI would download an engine that generating does not use; told of one, it takes any program for it.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
  const options = { cwd: root, env, encoding: 'utf8' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate'], options)
  if (status !== 0) console.error(`prisma generate failed:\n${stdout}${stderr}`)
  process.exitCode = status ?? 1
}

function prismaCli() {
  try {
    return fileURLToPath(new URL('build/index.js', import.meta.resolve('prisma/package.json')))
  } catch {
    return undefined
  }
}
