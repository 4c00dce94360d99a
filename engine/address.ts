/** Where the engine is, and on which queue the tickets are served. */
export interface EngineAddress {
  address: string
  namespace: string
  tls: boolean
  apiKey?: string | undefined
  taskQueue: string
}
