/** The token of `Authorization: Bearer …`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +([\x21-\x7e]+)$/i)?.[1]
}
