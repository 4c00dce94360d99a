import { Worker } from 'node:worker_threads'
import { charactersOf, regular } from './fonts.ts'

export interface Typesetter {
  /** The template, with this as its data, as PDF. The same data make the same bytes. Rejects when it cannot be set. */
  pdf(template: string, data: object): Promise<Buffer>
  /** Whether our fonts have that character, by its code point. */
  shows(character: number): boolean
  close(): Promise<void>
}

/** What the thread is asked, and what it answers. */
export interface Order {
  id: number
  template: string
  data: string
}
export type Sheets = { id: number } & ({ pdf: Uint8Array } | { error: string })

/**
 * Sets documents in a thread of its own, one after the other: setting one takes tens of milliseconds, in which nothing else
 * would happen here. Fonts are read, and the thread begun, when the first is asked for.
 */
export function createTypesetter(): Typesetter {
  let thread: Worker | undefined
  let characters: ((character: number) => boolean) | undefined
  let orders = 0
  let closed = false
  const waiting = new Map<number, { resolve(pdf: Buffer): void; reject(error: Error): void }>()

  /** The next document begins another. */
  function lost(error: Error): void {
    thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function begin(): Worker {
    const begun = beginThread()
    begun.on('message', (sheets: Sheets) => {
      const asked = waiting.get(sheets.id)
      waiting.delete(sheets.id)
      if (waiting.size === 0) begun.unref()
      if ('pdf' in sheets) asked?.resolve(Buffer.from(sheets.pdf))
      else asked?.reject(new Error(`The document cannot be set: ${sheets.error}`))
    })
    begun.on('error', lost)
    begun.on('exit', (code) => lost(new Error(`What sets documents has ended with ${code}`)))
    return begun
  }

  return {
    pdf(template, data) {
      if (closed) return Promise.reject(new Error('What sets documents is closed'))
      thread ??= begin()
      // Idle, it keeps no program from its end.
      thread.ref()
      const id = ++orders
      thread.postMessage({ id, template, data: JSON.stringify(data) } satisfies Order)
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    },
    shows(character) {
      characters ??= charactersOf(regular())
      return characters(character)
    },
    async close() {
      closed = true
      await thread?.terminate()
    },
  }
}

function beginThread(): Worker {
  const isBuilt = import.meta.url.endsWith('.js')
  const program = new URL(isBuilt ? './thread.js' : './thread.ts', import.meta.url)
  if (isBuilt || 'typescript' in process.features) return new Worker(program)
  // Older than 22.18, Node reads TypeScript with tsx, in each thread anew.
  const files = JSON.stringify([import.meta.resolve('tsx/esm/api'), program.href])
  return new Worker(
    `const [tsx, program] = ${files}; import(tsx).then(({ register }) => (register(), import(program)))`,
    { eval: true },
  )
}
