# make run    builds the pages and serves the graph
# make quick  after each edit: formatting, vet, and the tests that need only Go
# make test   builds, checks and tests everything, Neo4j and the browser included
# make lint   only checks
# make audit  asks the databases of known vulnerabilities; needs the internet

.PHONY: run quick test format lint audit web generated clients readers tools
.DELETE_ON_ERROR:

# SQLite is C made into Go. The race detector would follow every access to memory
# in it, which takes most of the time of the tests, and finds nothing of ours.
RACE        = -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc/...=-race=false
# Where goroutines share memory. The detector makes tests several times as slow, and
# the rest has nothing for it to find.
CONCURRENT  = ./bench/... ./graph $(addprefix ./internal/,auth backup command exchange export graphqlhttp graphqlws kgtest limits live observe store/sqlite store/memory)
# What several goroutines do with a Neo4j at once.
CROWDED     = TestConformance/(concurrent|crowd|cancelled|links|random)|TestClosing|TestTwoServers|TestWhileALoad
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0
NPM_ROOTS   = web examples/typescript internal/graphqlhttp/audits
WEB_SOURCES = $(shell find web \( -path web/node_modules -o -path web/src/generated \) -prune -o -type f -print)
WEB_BUILT   = internal/web/dist/graphiql.html

run: web
	go run .

# Compiling takes most of the time after an edit on which much depends. Without
# inlining and what only debuggers read it takes two thirds of that; vet and tests are
# one command, which compiles each package once and keeps both cores busy.
QUICKLY = -gcflags='conflictgraph/...=-l -dwarf=false'

quick: format
	go test -vet=all $(QUICKLY) -short ./...

test: tools web lint generated clients readers
	go run ./internal/kgtest/neo4jserver/with -- go test -vet=off -timeout 40m ./...
	go test -vet=off $(RACE) -timeout 40m -short $(CONCURRENT)
	go run ./internal/kgtest/neo4jserver/with -- go test -vet=off $(RACE) -timeout 40m -run '$(CROWDED)' ./internal/store/neo4j

format:
	@test -z "$$(gofmt -l . | tee /dev/stderr)" || { echo "run gofmt -w on these files"; exit 1; }

lint: format web/node_modules/.package-lock.json
	go vet ./...
	cd examples/go && go vet ./...
	go run $(STATICCHECK) ./...
	npm run --prefix web check

# Not part of lint: what is known changes by the day, and is asked over the internet.
audit:
	go run $(GOVULNCHECK) ./...
	cd examples/go && go run $(GOVULNCHECK) ./...
	for root in $(NPM_ROOTS); do npm audit --prefix $$root || exit 1; done

# What is generated from the schema and its template has to be up to date.
generated: examples/typescript/node_modules/.package-lock.json
	go generate ./graph
	cd examples/go && go generate ./...
	npm run --prefix examples/typescript generate
	git diff --exit-code -- schema.graphqls graph/gen examples/go examples/typescript

web: $(WEB_BUILT)

$(WEB_BUILT): web/node_modules/.package-lock.json $(WEB_SOURCES) schema.graphqls
	npm run --prefix web build
	touch $@

%/node_modules/.package-lock.json: %/package-lock.json
	npm ci --prefix $* --no-audit --no-fund
	touch $@

# What the examples and the audits of GraphQL over HTTP are run with.
clients: examples/typescript/node_modules/.package-lock.json internal/graphqlhttp/audits/node_modules/.package-lock.json examples/python/.venv/pyvenv.cfg

# What exports are read back with.
readers: internal/export/readers/.venv/pyvenv.cfg

%/.venv/pyvenv.cfg: %/requirements.txt
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

# What make test needs of the system, each with the Debian package that has it. It
# is installed where CI is set, and otherwise only named.
TOOLS = java:default-jre-headless mvn:maven node:nodejs npm:npm python3:python3 dot:graphviz promtool:prometheus

tools:
	@missing=""; \
	for tool in $(TOOLS); do command -v $${tool%%:*} >/dev/null || missing="$$missing $${tool#*:}"; done; \
	python3 -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	command -v "$${CONFLICTGRAPH_CHROMIUM:-chromium}" chromium-browser google-chrome >/dev/null || missing="$$missing chromium"; \
	[ -z "$$missing" ] || { \
		[ -n "$$CI" ] || { echo "make test needs more of this machine (make quick needs only Go). On Debian: apt-get install$$missing" >&2; exit 1; }; \
		apt-get update && apt-get install -y --no-install-recommends $$missing; }
