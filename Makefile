# make run    builds the pages and serves the graph
# make test   builds, checks and tests everything, Neo4j and the browser included
# make lint   only checks

.PHONY: run test lint web generated chromium
.DELETE_ON_ERROR:

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
WEB_SOURCES = $(shell find web -path web/node_modules -prune -o -type f -print)
WEB_BUILT   = internal/web/dist/graphiql.html

run: web
	go run .

test: web lint generated chromium
	go run ./internal/kgtest/neo4jserver/with -- go test -race -timeout 20m ./...

lint: web/node_modules/.package-lock.json
	@test -z "$$(gofmt -l . | tee /dev/stderr)" || { echo "run gofmt -w on these files"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	npm run --prefix web check

# What is generated from the schema's template has to be up to date.
generated:
	go generate ./graph
	git diff --exit-code -- schema.graphqls graph/gen

web: $(WEB_BUILT)

$(WEB_BUILT): web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm run --prefix web build
	touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	npm ci --prefix web --no-audit --no-fund
	touch $@

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { apt-get update && apt-get install -y chromium; }
