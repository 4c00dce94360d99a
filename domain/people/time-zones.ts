/** IANA: of a customer or a colleague of whom no other is known. */
export const usualTimeZone = 'Asia/Shanghai'
