package command

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/neo4jserver"
)

// An import into Neo4j that is killed while it writes, and run again, leaves what
// one in one go does.
func TestAKilledImportIntoNeo4jIsGoneOnWith(t *testing.T) {
	args := rowsForLoad(t, 30_000) // two batches, which is a load
	var whole string
	for _, killed := range []bool{false, true} {
		t.Run(fmt.Sprintf("killed %t", killed), func(t *testing.T) {
			database := neo4jserver.Exclusive(t)
			clearEnvironment(t)
			args := append(args, "--neo4j-uri", database.URI, "--neo4j-username", database.Username, "--neo4j-password", database.Password, "--neo4j-database", database.Database)
			if killed {
				killInTheMiddle(t, database, args)
			}
			out, err := imported(args[1:]...)
			require.NoError(t, err)
			require.Contains(t, out, "read 30000 rows")
			again, err := imported(args[1:]...)
			require.NoError(t, err)
			require.Contains(t, again, "read 30000 rows: 0 relations written, 30000 there already")
			left := contentsOfNeo4j(t, database)
			if !killed {
				whole = left
			}
			require.Equal(t, whole, left)
		})
	}
}

// killInTheMiddle runs the program until it has written some relations, and not yet
// all.
func killInTheMiddle(t *testing.T, database neo4jserver.Config, args []string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), killable+"="+strings.Join(args, "\n"))
	require.NoError(t, command.Start())
	defer func() {
		require.NoError(t, command.Process.Kill())
		require.Error(t, command.Wait())
		require.Equal(t, "true", askNeo4j(t, database, `MATCH (s:ConflictgraphSchema {id: 'schema'}) RETURN toString(s.loading IS NOT NULL)`), "the import had ended")
	}()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if askNeo4j(t, database, `RETURN toString(COUNT { (:Relation) } > 0)`) == "true" {
			return
		}
	}
	t.Error("the import wrote nothing in a minute")
}

// contentsOfNeo4j returns what an import leaves in a database, as counts and sums.
func contentsOfNeo4j(t *testing.T, database neo4jserver.Config) string {
	t.Helper()
	var all strings.Builder
	for _, query := range []string{
		`MATCH (r:Relation) RETURN count(r) + ' ' + count(DISTINCT r.id) + ' ' + sum(r.startDay) + ' ' + min(r.position) + ' ' + max(r.position) + ' ' + sum(size(r.evidence))`,
		`MATCH (r:Relation) MATCH (:Entity {id: r.src})-[x {id: r.id}]->(:Entity {id: r.dst}) WITH r, x LIMIT 500 RETURN toString(count(x))`,
		`MATCH (:Entity)-[x]->(:Entity) RETURN count(x) + ' ' + count(DISTINCT x.id) + ' ' + count(DISTINCT type(x))`,
		`MATCH (e:Entity) RETURN count(e) + ' ' + sum(COUNT { (e)--() }) + ' ' + sum(size(e.words))`,
		`SHOW INDEXES YIELD name, state ORDER BY name RETURN collect(name + ' ' + state)`,
		`MATCH (s:ConflictgraphSchema) RETURN count(s) + ' ' + sum(size(s.classes)) + ' ' + count(s.loading)`,
	} {
		all.WriteString(askNeo4j(t, database, query) + "\n")
	}
	return all.String()
}

func askNeo4j(t *testing.T, database neo4jserver.Config, query string) string {
	t.Helper()
	auth := neo4j.NoAuth()
	if database.Username != "" {
		auth = neo4j.BasicAuth(database.Username, database.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(database.URI, auth)
	require.NoError(t, err)
	defer driver.Close(t.Context())
	found, err := neo4j.ExecuteQuery(t.Context(), driver, query, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase(database.Database))
	require.NoError(t, err)
	require.Len(t, found.Records, 1)
	return fmt.Sprint(found.Records[0].Values[0])
}
