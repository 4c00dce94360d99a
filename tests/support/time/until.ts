import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for what must come, and fails when it has not come in time. What is slow is asked for ever less often. */
export async function until(holds: () => Promise<boolean>, patienceMs = 90_000): Promise<void> {
  const deadline = Date.now() + patienceMs
  let pause = 10
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come within ${patienceMs / 1000} s`)
    await sleep(pause)
    pause = Math.min(pause * 1.25, 250)
  }
}
