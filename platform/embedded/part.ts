import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child-process.ts'

const patienceMs = 60_000

/** A part of the stack; fault tests stop it and start it again while everything else runs on. */
export interface Part {
  /** Resolves when it can be worked with. Rejects with what it said last when it ended instead. */
  ready: Promise<void>
  /** Resolves when it has ended without having been asked to, with where to read why. */
  died: Promise<string>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** After a stop. Resolves when it can be worked with again. */
  start(): Promise<void>
}

/** Resolves when the process runs; it is `ready` as soon as `attempt` succeeds. */
export async function startPart(options: {
  name: string
  spawn(): Promise<Child>
  attempt(): Promise<unknown>
}): Promise<Part> {
  const { name, spawn, attempt } = options
  let tellOfDeath: (message: string) => void = () => undefined
  const died = new Promise<string>((resolve) => {
    tellOfDeath = resolve
  })
  const launch = async () => {
    const child = await spawn()
    void child.died.then(tellOfDeath)
    return { child, ready: untilReady(child, name, attempt) }
  }
  let { child, ready } = await launch()
  // Told to whoever waits for it.
  ready.catch(() => undefined)
  return {
    ready,
    died,
    stop: (signal) => child.stop(signal),
    async start() {
      ;({ child, ready } = await launch())
      await ready
    },
  }
}

async function untilReady(child: Child, name: string, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + patienceMs
  let death: string | undefined
  void child.died.then((message) => {
    death = message
  })
  for (;;) {
    try {
      return void (await attempt())
    } catch (error) {
      if (death !== undefined || Date.now() > deadline) {
        throw new Error(death ?? `${name} does not answer`, { cause: error })
      }
    }
    await sleep(25)
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
