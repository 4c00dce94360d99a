import { Context } from '@temporalio/activity'

export type CountCommit = (commit: { outcome: 'done' | 'failed'; attempt: number; seconds: number }) => void

/** Says of each attempt how it ended and how long it took. An answer says why nothing was recorded. */
export async function counted<T>(count: CountCommit, commit: () => Promise<T | undefined>): Promise<T | undefined> {
  const { attempt } = Context.current().info
  const began = performance.now()
  let outcome: 'done' | 'failed' = 'failed'
  try {
    const refused = await commit()
    if (refused === undefined) outcome = 'done'
    return refused
  } finally {
    count({ outcome, attempt, seconds: (performance.now() - began) / 1000 })
  }
}
