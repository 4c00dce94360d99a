import { Context } from '@temporalio/activity'

export type CountCommit = (commit: { outcome: 'done' | 'failed'; attempt: number; seconds: number }) => void

/** Says of each attempt how it ended and how long it took. */
export async function counted(count: CountCommit, commit: () => Promise<void>): Promise<void> {
  const { attempt } = Context.current().info
  const began = performance.now()
  let outcome: 'done' | 'failed' = 'failed'
  try {
    await commit()
    outcome = 'done'
  } finally {
    count({ outcome, attempt, seconds: (performance.now() - began) / 1000 })
  }
}
