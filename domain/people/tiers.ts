/** R3.1: each tier is called when the one before it fails. */
export const tiers = ['resident', 'headquarters', 'senior', 'manager'] as const
export type Tier = (typeof tiers)[number]

export function isHigherTier(tier: Tier, than: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(than)
}

export function nextTier(tier: Tier): Tier | undefined {
  return tiers[tiers.indexOf(tier) + 1]
}
