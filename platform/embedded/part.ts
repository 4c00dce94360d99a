import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child-process.ts'

const patienceMs = 60_000

/** A part of the stack; fault tests stop it and start it again while everything else runs on. */
export interface Part {
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Resolves when it has ended without having been asked to, with where to read why. */
  died: Promise<string>
}

/** `launch` starts the process and returns once it can be worked with; it is told of the death of what it starts. */
export async function startPart(launch: () => Promise<Child>): Promise<Part> {
  let child: Child | undefined
  let tellOfDeath: (message: string) => void = () => undefined
  const died = new Promise<string>((resolve) => {
    tellOfDeath = resolve
  })
  const start = async () => {
    child = await launch()
    void child.died.then(tellOfDeath)
  }
  await start()
  return {
    start,
    died,
    async stop(signal) {
      await child?.stop(signal)
      child = undefined
    },
  }
}

/** Tries until the process can be worked with; when it dies first, or the time is over, throws what it said last. */
export async function untilReady(child: Child, name: string, attempt: () => Promise<unknown>): Promise<Child> {
  const deadline = Date.now() + patienceMs
  let death: string | undefined
  void child.died.then((message) => {
    death = message
  })
  for (;;) {
    try {
      await attempt()
      return child
    } catch (error) {
      if (death !== undefined || Date.now() > deadline) {
        await child.stop('SIGKILL')
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
