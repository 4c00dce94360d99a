import cliProgress from 'cli-progress'
import type { Incident } from './log.ts'
import { play, type Played } from './play.ts'
import type { Stage } from './ticket-on-desk.ts'

/**
 * Plays so many incidents at once, with a progress bar on standard error, and hands each to `tell` as it is done.
 * When the signal says stop, what is unfinished is dropped.
 */
export async function playAll(
  stage: Stage,
  incidents: readonly Incident[],
  concurrency: number,
  signal: AbortSignal,
  tell: (played: Played) => Promise<void>,
): Promise<Played[]> {
  const done: Played[] = []
  const queue = incidents.entries()
  const bar = new cliProgress.SingleBar({
    format: '{bar} {value}/{total} incidents · {commands} commands · {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: 5000,
    // Ctrl-C is ours: it ends with what is known.
    gracefulExit: false,
  })
  let commands = 0
  let failure: unknown

  async function player(): Promise<void> {
    for (const [place, incident] of queue) {
      if (failure !== undefined) return
      const played = await play(stage, incident, place)
      await tell(played)
      done.push(played)
      commands += played.commands
      bar.increment({ commands })
    }
  }

  bar.start(incidents.length, 0, { commands })
  const players = Array.from({ length: concurrency }, () =>
    player().catch((error: unknown) => {
      failure ??= error
    }),
  )
  await Promise.all(players)
  bar.stop()
  if (failure !== undefined && !signal.aborted) throw failure
  return done
}
