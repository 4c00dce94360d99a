import { temporalLogin } from '../database-logins.ts'
import { freePorts } from './ports.ts'
import type { Postgres } from './postgres.ts'

export function dynamicSettings(options: {
  sandboxClock: boolean
  continueAsNewAfter?: number
  deadlinesAMove?: number
  /** Until they are registered, so that those that read them find them at once. */
  attributesAreNew: boolean
}) {
  const { sandboxClock, continueAsNewAfter, deadlinesAMove, attributesAreNew } = options
  return {
    'frontend.WorkflowTimeSkippingEnabled': [{ value: sandboxClock }],
    // A run that lasted less than this waits before the next, and a skipped wait counts all that was skipped before again.
    ...(sandboxClock && { 'history.workflowIdReuseMinimalInterval': [{ value: '0s' }] }),
    // Without it each skip takes a second.
    'history.timerProcessorMaxTimeShift': [{ value: '10ms' }],
    // Many people may press a button of one ticket at once.
    'history.maxInFlightUpdates': [{ value: 100 }],
    // They come back together in one message, which the server takes up to 4 MiB, and it ends the ticket of a larger one.
    'history.maxInFlightUpdatePayloads': [{ value: 2 * 1024 * 1024 }],
    'system.forceSearchAttributesCacheRefreshOnRead': [{ value: attributesAreNew }],
    ...(continueAsNewAfter && { 'limit.historyCount.suggestContinueAsNew': [{ value: continueAsNewAfter }] }),
    ...(deadlinesAMove && { 'frontend.WorkflowTimeSkippingMaxSkipPerSession': [{ value: deadlinesAMove }] }),
  }
}

/** All on this machine, and every port but the frontend's a free one, so that several stacks run side by side. */
export async function serverSettings(port: number, postgres: Postgres, dynamicConfig: string) {
  const [http, historyPort, matchingPort, workerPort, m1, m2, m3, m4, metrics, pprof] = await freePorts(10)
  const rpc = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  })
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `127.0.0.1:${postgres.port}`,
      connectProtocol: 'tcp',
      user: temporalLogin,
      password: postgres.passwords[temporalLogin],
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  })
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal', 20), visibility: store('temporal_visibility', 10) },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      pprof: { port: pprof, host: '127.0.0.1' },
      metrics: { prometheus: { framework: 'tally', timerType: 'histogram', listenAddress: `127.0.0.1:${metrics}` } },
    },
    services: {
      frontend: { rpc: { ...rpc(port, m1).rpc, httpPort: http } },
      history: rpc(historyPort, m2),
      matching: rpc(matchingPort, m3),
      worker: rpc(workerPort, m4),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${port}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '5s' },
  }
}
