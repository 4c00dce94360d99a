const shown = 12

/** Where the time goes: of files that run at the same moment each is counted whole. */
export default class Slowest {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= shown) return
    const files = testResults.map(({ testFilePath, perfStats }) => ({
      seconds: (perfStats.end - perfStats.start) / 1000,
      name: testFilePath.replace(/^.*\/tests\//, 'tests/'),
    }))
    const all = files.reduce((sum, { seconds }) => sum + seconds, 0)
    files.sort((a, b) => b.seconds - a.seconds)
    const lines = files.slice(0, shown).map(({ seconds, name }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)
    process.stdout.write(
      `\nThe slowest of ${files.length} files, which took ${all.toFixed(0)} s:\n${lines.join('\n')}\n`,
    )
  }
}
