/** What is answered beside tickets. */
export interface ProblemBody {
  status: number
  detail: string
  requestId: string
  errors?: { field: string; message: string }[]
  allowed?: string[]
}

export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

export interface Event {
  version: number
  type: string
  actor: object
  data: Record<string, unknown>
  clocks: object[]
}
