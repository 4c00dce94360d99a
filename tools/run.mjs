// Runs a program on whatever Node: `node tools/run.mjs bin/dev.ts --json`. Node reads TypeScript itself from 22.18 on;
// before, tsx does. What was compiled is kept, which spares a start most of the time that it takes to read its code.
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

// By what a file holds, so nothing stale is found; npm ci begins anew. In the environment, for the threads of the program.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url))
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
const program = path.resolve(process.argv[2] ?? '')
if (program.endsWith('.ts') && !process.features.typescript) await import('tsx')
process.argv.splice(1, 2, program)
await import(pathToFileURL(program).href)
