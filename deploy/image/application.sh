# In the build stage, in a copy of the repository: builds the services, then puts what runs, and no more, into /app.
set -eu
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
if [ -s /run/authorities.pem ]; then export NODE_EXTRA_CA_CERTS=/run/authorities.pem npm_config_cafile=/run/authorities.pem; fi

# Debian's npm does not read every package's `os` and would leave out the pinned Node.
npm install --prefix /opt/npm npm@11.19.1
export PATH=/opt/npm/node_modules/.bin:$PATH

npm ci --ignore-scripts
node_modules/.bin/node --version
node_modules/.bin/node node_modules/typescript-native/bin/tsc -b services/*
# The console's application in the browser, which stands on the services' documents.
npm run --silent web -w @wenzheng/console

mkdir -p /app
cp package.json package-lock.json /app
for folder in libs/* services/*; do
  # What no service runs on was not built: the libs of specs, of the console's application and of the commands of one machine alone.
  if [ ! -d "$folder/dist" ]; then continue; fi
  cp -r --parents -t /app "$folder/package.json" "$folder/dist"
done
# By these the console knows what it may pass on, and to whom.
cp --parents -t /app services/*/openapi.json
# Types of its clients, which its build alone reads.
rm -rf /app/services/console/dist/api
cd /app
find . \( -name '*.map' -o -name '*.d.ts' -o -name '.tsbuildinfo' \) -delete
npm install --ignore-scripts --omit=dev --omit=optional --include-workspace-root=false $(for service in services/*; do echo "--workspace=$service"; done)
# The segmenter's library comes as one optional package for each system; npm has left out all of them.
cp -r /build/node_modules/@node-rs/jieba-linux-*-gnu node_modules/@node-rs/
rm -f package-lock.json node_modules/.package-lock.json
# What no program reads.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete
cp /build/deploy/image/*.mjs /build/deploy/local/database-roles.sql .
