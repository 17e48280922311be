# One image for every process of the production form; docker-compose.yml says which one a container runs.

FROM node:20-bookworm-slim AS build
WORKDIR /srv/mashangban
# Manifests first: the layer of packages is rebuilt only when they change. No install script is needed to build, and the
# one that unpacks the embedded Postgres is not wanted: the production form has a Postgres of its own.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
ENV NODE_ENV=production
WORKDIR /srv/mashangban
COPY --from=build /srv/mashangban/package.json ./
COPY --from=build /srv/mashangban/node_modules ./node_modules
COPY --from=build /srv/mashangban/prisma/migrations ./prisma/migrations
COPY --from=build /srv/mashangban/config ./config
COPY --from=build /srv/mashangban/corpus ./corpus
COPY --from=build /srv/mashangban/dist ./dist
# What `npm run cli` runs first, here and on a developer's machine; it finds no build tools and lets the command go on.
COPY --from=build /srv/mashangban/app/build-if-stale.mjs ./app/
USER node
VOLUME /data
# -g: the stop signal reaches node itself, not npm alone, so sends in hand are finished and recorded.
ENTRYPOINT ["tini", "-g", "--"]
CMD ["npm", "run", "--silent", "bots"]
