import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Made by the production build, beside the compiled code. */
const prebuilt = path.join(root, 'workflow-bundle.js')

/**
 * The code that workflows run, as one file: the production build's where there is one, else bundled here, once per
 * state of the sources, into the cache folder (2 s saved at each start).
 */
export async function workflowBundle(cacheDir: string): Promise<{ codePath: string }> {
  if (existsSync(prebuilt)) return { codePath: prebuilt }
  const codePath = path.join(cacheDir, `workflow-bundle-${await sourcesHash()}.js`)
  if (!existsSync(codePath)) await writeBundle(codePath)
  return { codePath }
}

/** @public Also called by the production build, on the compiled code. */
export async function writeBundle(codePath: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', `index${path.extname(fileURLToPath(import.meta.url))}`),
    logger: new DefaultLogger('WARN'),
  })
  await mkdir(path.dirname(codePath), { recursive: true })
  // Two starts at once must not read half a file.
  const unfinished = `${codePath}.${process.pid}`
  await writeFile(unfinished, code)
  await rename(unfinished, codePath)
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256').update(createRequire(import.meta.url)('@temporalio/workflow/package.json').version)
  for (const folder of ['domain', 'workflows']) {
    const files = (await readdir(path.join(root, folder), { recursive: true }))
      .filter((name) => /\.[tj]s$/.test(name))
      .sort()
    for (const file of files) hash.update(file).update(await readFile(path.join(root, folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}
