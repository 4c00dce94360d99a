import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { asStarted } from './product.ts'

const runner = fileURLToPath(new URL('../../../tools/run.mjs', import.meta.url))

/** A program of the bench's own in a process beside it, spoken with by messages. */
export interface Helper {
  pid: number
  /** What it said first: `{ ready: … }`. */
  ready: unknown
  onMessage(hear: (message: unknown) => void): void
  /** Resolves with the next thing that it says. */
  ask<T>(question: object): Promise<T>
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

/** It ends when it is told to, and by itself when we are gone. Rejects when it ends before it is ready. */
export async function startHelper(file: string, args: string[] = []): Promise<Helper> {
  const child = fork(runner, [file, ...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...asStarted],
    // Ctrl-C in the terminal reaches us alone, who end the parts in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const died = ended.then(([code]): never => {
    throw new Error(`${file} ended with ${code}`)
  })
  // Told to whoever waits for an answer.
  died.catch(() => undefined)
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => (message as { ready: unknown }).ready),
    died,
  ])
  return {
    pid: child.pid ?? 0,
    ready,
    onMessage: (hear) => void child.on('message', hear),
    ask: async <T>(question: object) => {
      const answered = once(child, 'message').then(([answer]) => answer as T)
      child.send(question)
      return Promise.race([answered, died])
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
