import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child-process.ts'

const patienceMs = 60_000

/** A part of the stack: a process, and another after that one has ended by itself. */
export interface Part {
  /** As people call it, at the head of a sentence. */
  name: string
  /** Resolves when it can be worked with for the first time. Rejects with what it said last when it ended instead. */
  ready: Promise<void>
  /** Resolves when the process that runs now has ended without having been asked to, with how, and where to read why. */
  died(): Promise<string>
  /** After a death. Resolves when it can be worked with again; rejects with why not. */
  start(): Promise<void>
  /** For good. Resolves when it has ended. */
  stop(): Promise<void>
}

/** Resolves when the process runs; it is `ready` as soon as `attempt` succeeds. */
export async function startPart(options: {
  name: string
  spawn(): Promise<Child>
  attempt(): Promise<unknown>
}): Promise<Part> {
  const { name, spawn, attempt } = options
  let child = await spawn()
  let spawning: Promise<unknown> = Promise.resolve()
  let stopped = false
  const ready = untilReady(child, name, attempt)
  // Told to whoever waits for it.
  ready.catch(() => undefined)
  return {
    name,
    ready,
    died: () => child.died,
    async start() {
      const next = spawn()
      spawning = next.catch(() => undefined)
      child = await next
      if (stopped) await child.stop()
      try {
        await untilReady(child, name, attempt)
      } catch (error) {
        // One that runs and does not answer would be in the way of the next.
        await child.stop()
        throw error
      }
    },
    async stop() {
      stopped = true
      await spawning
      await child.stop()
    },
  }
}

async function untilReady(child: Child, name: string, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + patienceMs
  let end: string | undefined
  void child.ended.then(() => {
    end = 'It was stopped.'
  })
  void child.died.then((how) => {
    end = how
  })
  for (;;) {
    try {
      return void (await attempt())
    } catch (error) {
      // A moment, in which it is told how it ended.
      await sleep(25)
      if (end === undefined && performance.now() < deadline) continue
      throw new Error(end ? `${name} did not come up. ${end}` : `${name} does not answer`, { cause: error })
    }
  }
}

/** Fails unless somebody listens on that port of this machine. */
export function portAnswers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.on('error', reject)
  })
}
