/** What Jest gives to the test file that is being read, from its registry to Node's. */
export let handed

export function hand(globals) {
  handed = globals
}
