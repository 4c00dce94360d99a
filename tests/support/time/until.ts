import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for what must come, and fails when it has not come in time. */
export async function until(holds: () => Promise<boolean>, patienceMs = 90_000): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come within ${patienceMs / 1000} s`)
    await sleep(25)
  }
}
