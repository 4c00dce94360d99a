/** So often a part is started again within the window; one that goes on dying has a fault that no start mends. */
export const restartsAllowed = 3
const windowMs = 10 * 60_000

/** Which start again the last of these deaths, in milliseconds, calls for: the first, second, third; or to give up. */
export function restartAfter(deaths: readonly number[]): number | 'give up' {
  const last = deaths.at(-1) ?? 0
  const recent = deaths.filter((at) => at > last - windowMs).length
  return recent <= restartsAllowed ? recent : 'give up'
}
