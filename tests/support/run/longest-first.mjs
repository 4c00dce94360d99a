/** Those that take longer than half a minute: some wait for most of it, others keep a core busy. */
const longest = [
  'system/flood',
  'system/restarts',
  'api/permissions',
  'system/start',
  'api/worklist-plans',
  'workflows/database-faults',
  'system/kill',
  'system/bench',
]
const folders = ['system', 'workflows', 'api', 'activities', 'platform', 'letters']

/** Three files run at a time: what takes long begins first, so that at the end none waits for another. */
export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rankOf(a.path) - rankOf(b.path) || a.path.localeCompare(b.path))
  }

  allFailedTests(tests) {
    return tests
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_test, index) => index % shardCount === shardIndex - 1)
  }

  cacheResults() {}
}

function rankOf(path) {
  const place = [...longest.map((name) => `${name}.test.ts`), ...folders.map((name) => `${name}/`)].findIndex((name) =>
    path.includes(`/tests/${name}`),
  )
  return place < 0 ? longest.length + folders.length : place
}
