import { setTimeout as sleep } from 'node:timers/promises'
import type { Part } from './part.ts'
import { restartAfter, restartsAllowed } from './restart-limit.ts'

/** Keeps parts up: one that ended by itself is started again, up to a limit. */
export class Supervisor {
  /** Resolves with why, when a part went on ending. */
  readonly gaveUp: Promise<string>
  private giveUp: (why: string) => void = () => undefined
  private stopping = false
  /** When each part that had to be started again is up. */
  private readonly comingUp = new Map<Part, Promise<void>>()
  private readonly say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.say = say
    this.gaveUp = new Promise((resolve) => {
      this.giveUp = resolve
    })
  }

  /** From when it is up. It is started again only when what it needs is up. */
  watch(part: Part, needs: Part[] = []): void {
    void this.keepUp(part, needs)
  }

  /** Nothing is started again from here on. */
  stop(): void {
    this.stopping = true
  }

  private async keepUp(part: Part, needs: Part[]): Promise<void> {
    // On the clock that never jumps.
    const deaths: number[] = []
    while (!this.stopping) {
      const how = await part.died()
      const up = this.bringUp(part, needs, deaths, how)
      this.comingUp.set(part, up)
      await up
    }
  }

  /** Resolves when it is up, or when all is over. */
  private async bringUp(part: Part, needs: Part[], deaths: number[], how: string): Promise<void> {
    const began = performance.now()
    for (let why = how; ; ) {
      if (this.stopping) return
      deaths.push(performance.now())
      const count = restartAfter(deaths)
      if (count === 'give up') return this.endWith(part, why)
      // What it died of may be just ending.
      await sleep((count - 1) * 1000)
      await Promise.all(needs.map((need) => this.comingUp.get(need)))
      if (this.stopping) return
      try {
        await part.start()
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        const which = `${count} of ${restartsAllowed} in ten minutes`
        return this.say(`${part.name} ended by itself; started again in ${seconds} s (${which})`)
      } catch (error) {
        why = error instanceof Error ? error.message : String(error)
      }
    }
  }

  private endWith(part: Part, why: string): void {
    this.stop()
    const limit = `${restartsAllowed} starts within ten minutes did not help`
    this.giveUp(`${part.name} ended by itself again and again; ${limit}, so everything is stopped. ${why}`)
  }
}
