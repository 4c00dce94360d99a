import type { Pool } from 'pg'

interface Row {
  id: string
  version: number
  body: string
}

export type BareActivities = ReturnType<typeof bareActivities>

export const bareTable = 'CREATE TABLE step (id text, version int, body text, PRIMARY KEY (id, version))'

export function bareActivities(pool: Pool) {
  return {
    async write({ id, version, body }: Row): Promise<void> {
      const text = 'INSERT INTO step VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'
      await pool.query({ name: 'step', text, values: [id, version, body] })
    },
  }
}
