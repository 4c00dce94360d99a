/** In seconds. */
export const minutes = (count: number): number => count * 60
export const hours = (count: number): number => count * 3600
