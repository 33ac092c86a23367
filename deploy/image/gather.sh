#!/bin/sh
# Gathers what the image holds: gather.sh <checkout> <out>. The Dockerfile runs it, and so does a test.
#   <out>/server-files   the server, its contract and its dependencies, and nothing that only builds or tests
#   <out>/app-files      the reference app, built, for the web server
set -eu

checkout=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)

pnpm() {
	npx --yes pnpm@12.21.0 "$@"
}

# The app is built from the whole checkout.
cd "$checkout"
pnpm install --frozen-lockfile --prefer-offline
(
	cd examples/reference-app
	node ../../node_modules/vite/bin/vite.js build --outDir "$out/app-files" --emptyOutDir --logLevel warn
)

# The server needs its own folder, the contract, and what the lockfile says; the manifests of the others only let
# the lockfile be read whole.
mkdir -p "$out/server-files"
cp openapi.yaml package.json pnpm-workspace.yaml pnpm-lock.yaml LICENSE NOTICE "$out/server-files/"
mkdir "$out/server-files/server"
cp server/package.json "$out/server-files/server/"
cp -R server/src "$out/server-files/server/src"
find "$out/server-files/server/src" -name '*.test.ts' -delete
for manifest in packages/*/package.json examples/*/package.json bench/package.json; do
	mkdir -p "$out/server-files/$(dirname "$manifest")"
	cp "$manifest" "$out/server-files/$manifest"
done
cd "$out/server-files"
pnpm install --frozen-lockfile --prefer-offline --prod --filter @metahub/server
# The image has a Node of its own; the one that comes with the checkout is for those who have none.
rm -rf node_modules/node-* node_modules/.pnpm/node-linux-* node_modules/.pnpm/node-darwin-* node_modules/.pnpm/node-bin-* \
	node_modules/.bin/node
