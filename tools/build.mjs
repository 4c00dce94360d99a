// `npm run build`: the production build in dist/, which bin/'s programs run from by `node dist/bin/api.js` and so on.
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(root, 'dist')

// What a file that has been removed since has left would be found again by those who read folders.
rmSync(dist, { recursive: true, force: true })
const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
for (const folder of ['templates', 'prisma/migrations'])
  cpSync(path.join(root, folder), path.join(dist, folder), { recursive: true })
const { writeBundle } = await import('../dist/platform/workflow-bundle.js')
await writeBundle(path.join(dist, 'workflow-bundle.js'))
