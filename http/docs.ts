import { createRequire } from 'node:module'
import path from 'node:path'
import type { Express } from 'express'
import { openApiDocument } from './openapi.ts'
import type { Surface } from './mount.ts'

const require = createRequire(import.meta.url)
const root = path.dirname(require.resolve('swagger-ui-dist/package.json'))
/** Of what the package brings along, the two files that the page loads. */
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js']

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Aftercare API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

/** A file of its own, since the page's policy allows no script inside it. */
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null })\n`

/** The OpenAPI document, and a page to browse it that loads nothing from elsewhere. */
export function serveDocs<S>(app: Express, surfaces: readonly Surface<S>[]): void {
  let document: string | undefined
  app.get('/openapi.json', (_request, response) => {
    // Made when it is first read: it takes as long as all the rest of a start.
    document ??= JSON.stringify(openApiDocument(surfaces))
    response.type('application/json').send(document)
  })
  app.get('/docs', (_request, response) => {
    response.type('html').send(page)
  })
  app.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start)
  })
  for (const asset of assets) {
    app.get(`/docs/assets/${asset}`, (_request, response) => {
      response.set('Cache-Control', 'public, max-age=86400').sendFile(asset, { root, cacheControl: false })
    })
  }
}
