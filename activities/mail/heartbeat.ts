import { heartbeat } from '@temporalio/activity'

const everyMs = 2000

/** Shows that the work goes on, so that a killed worker's is taken up by another in seconds, however slow it may be. */
export async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(heartbeat, everyMs)
  try {
    return await work()
  } finally {
    clearInterval(beat)
  }
}
