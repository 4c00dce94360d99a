import type { Readable } from 'node:stream'

/** Where bytes are kept by a key of ours: words and slashes. To put the same twice does nothing more. */
export interface Files {
  /** Resolves when they are there to stay. */
  put(key: string, bytes: Buffer): Promise<void>
  /** Undefined when there is none by that key. */
  get(key: string): Promise<Readable | undefined>
}
