import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { bold, regular } from './fonts.ts'
import type { Order, Sheets } from './typesetter.ts'

const workspace = fileURLToPath(new URL('../../templates/documents/', import.meta.url))
/** What was set so many documents ago is forgotten, so that memory stays bounded. */
const remembered = 3

const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: [regular(), bold()] }] })

parentPort?.on('message', ({ id, template, data }: Order) => {
  parentPort?.postMessage({ id, ...set(template, data) } satisfies Sheets)
})

function set(template: string, data: string): { pdf: Uint8Array } | { error: string } {
  try {
    // Never as source text: nothing that somebody wrote is read as markup.
    return { pdf: compiler.pdf({ mainFilePath: `${workspace}${template}.typ`, inputs: { data } }) }
  } catch (error) {
    return { error: String((error as Error).message) }
  } finally {
    compiler.evictCache(remembered)
  }
}
