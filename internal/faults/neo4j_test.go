package faults

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/kgtest/neo4jserver"
)

// TestAServerOutlivesItsNeo4jAndTheLinkToIt has clients read and write while the
// database is killed, and while the link to it is cut, slow, reset and silent.
func TestAServerOutlivesItsNeo4jAndTheLinkToIt(t *testing.T) {
	needs.MoreThanGo(t, "a Neo4j")
	database, err := neo4jserver.Start(t.Context(), neo4jserver.Options{Heap: "512m", Brief: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, database.Stop()) })
	zerolog.SetGlobalLevel(zerolog.Disabled)
	link := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard)), "link", "localhost:0", strings.TrimPrefix(database.URI, "bolt://"))
	require.NoError(t, link.Start())
	t.Cleanup(link.Stop)
	s := serve(t, onNeo4j("bolt://"+link.Listen)...)
	toxic := func(description string) func() {
		return func() {
			_, err := link.Toxics.AddToxicJson(strings.NewReader(description))
			require.NoError(t, err)
		}
	}
	clean := func() { link.Toxics.ResetToxics(t.Context()) }
	for _, fault := range []struct {
		name        string
		begin, mend func()
		lasting     time.Duration
		passes      bool // requests may get through
	}{
		{
			name: "killed", begin: func() { require.NoError(t, database.Kill()) },
			mend: func() { require.NoError(t, database.Restart(t.Context())) },
		},
		{name: "cut", begin: link.Stop, mend: func() { require.NoError(t, link.Start()) }, lasting: 3 * time.Second},
		{name: "slow", begin: toxic(`{"type": "latency", "attributes": {"latency": 200, "jitter": 100}}`), mend: clean, lasting: 3 * time.Second, passes: true},
		{name: "narrow", begin: toxic(`{"type": "bandwidth", "attributes": {"rate": 20}}`), mend: clean, lasting: 3 * time.Second, passes: true},
		{name: "reset", begin: toxic(`{"type": "reset_peer", "attributes": {"timeout": 20}}`), mend: clean, lasting: 3 * time.Second},
		{name: "silent", begin: toxic(`{"type": "timeout", "attributes": {"timeout": 0}}`), mend: clean, lasting: 3 * time.Second},
	} {
		t.Run(fault.name, func(t *testing.T) {
			l := underLoad(t, s, fault.name)
			l.during(time.Second)
			fault.begin()
			l.during(fault.lasting)
			fault.mend()
			l.answersWithin(again)
			l.end()
			if !fault.passes {
				require.Positive(t, l.failed.Load(), "the fault failed no request")
			}
		})
	}
}
