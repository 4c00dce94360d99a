/** Jest loads this file natively; through it the stack's TypeScript is loaded the way `npm start` loads it. */
export default async function globalSetup() {
  const { setUp } = await import('../stack/bring-up.ts')
  globalThis.takeDownStack = await setUp()
}
