export const minutes = (amount: number) => amount * 60
export const hours = (amount: number) => amount * 3600
export const days = (amount: number) => amount * 86_400
