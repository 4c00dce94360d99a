# One image for the API, the worker and the migration; the command says which.
# glibc, since the Temporal SDK has no build for musl.
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
# What npm ci needs, so that it is done again only when one of these has changed.
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY tools/generate-prisma-client.mjs tools/
COPY prisma/schema.prisma prisma/
RUN npm ci
COPY . .
# Of the documents' font two weights serve; seven more would be 70 MB.
RUN npm run build && npm prune --omit=dev && cd node_modules/@expo-google-fonts/noto-sans-sc \
  && rm -r 100Thin 200ExtraLight 300Light 500Medium 600SemiBold 800ExtraBold 900Black

FROM ${NODE}
# More room for what is young: it is collected less often, and costs less.
ENV NODE_OPTIONS=--max-semi-space-size=32
ENV NODE_ENV=production API_HOST=0.0.0.0 API_PORT=3000
WORKDIR /app
# Root owns them: the program cannot change itself.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# A volume there begins as this: its owner's alone.
RUN install -d -o node -g node -m 700 /var/lib/aftercare/files
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Each program stops cleanly on SIGTERM; run it with an init (docker run --init), so that a start can be stopped too.
CMD ["node", "dist/bin/api.js"]
