// Jest's own registry reads and evaluates everything anew for each test file, in a context whose globals are slow. Here
// Node reads a test file and what it imports, as it does for the product: packages once for all files of a process,
// our own code once for each file, so that no file finds what another left in it.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import JestRuntime from 'jest-runtime'
import { hand } from './handed.mjs'

const root = new URL('../../../', import.meta.url).href
const notOurs = ['node_modules/', 'prisma/client/'].map((folder) => root + folder)
const globals = new URL('jest-globals.mjs', import.meta.url).href
let file = 0

export default class NativeRuntime extends JestRuntime {
  unstable_shouldLoadAsEsm() {
    return true
  }

  async unstable_importModule(path) {
    file++
    await import(pathToFileURL(path).href)
  }

  setGlobalsForRuntime(ofThisFile) {
    super.setGlobalsForRuntime(ofThisFile)
    hand(ofThisFile)
  }
}

/** A module with a number behind its address is one of its own. */
registerHooks({
  resolve(specifier, context, next) {
    const found = specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : next(specifier, context)
    return isNewForEachFile(found.url) ? { ...found, url: `${found.url}?${file}` } : found
  },
})

function isNewForEachFile(url) {
  if (url === globals) return true
  return url.endsWith('.ts') && url.startsWith(root) && !notOurs.some((folder) => url.startsWith(folder))
}
