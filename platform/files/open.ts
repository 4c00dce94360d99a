import { fileURLToPath } from 'node:url'
import { filesInBucket } from './bucket.ts'
import type { Files } from './files.ts'
import { filesIn } from './folder.ts'

export interface Place {
  /** `file:///var/lib/aftercare/files`, or a bucket: `https://s3.example/aftercare`. */
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export function openFiles(place: Place): Files {
  return place.url.startsWith('file:') ? filesIn(fileURLToPath(place.url)) : filesInBucket(place)
}
