/**
 * The last whole number from `low` up to, but not at, `high` for which it holds, where it holds up to some point and not
 * after. Of `low` it is taken to hold.
 */
export function lastWhere(low: number, high: number, holds: (middle: number) => boolean): number {
  let [last, beyond] = [low, high]
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2)
    if (holds(middle)) last = middle
    else beyond = middle
  }
  return last
}
