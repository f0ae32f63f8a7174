package neo4jserver

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func TestTestsHaveTheDatabaseOneAfterAnother(t *testing.T) {
	var holding atomic.Int32
	for i := range 3 {
		t.Run(fmt.Sprintf("test %d finds it empty", i), func(t *testing.T) {
			t.Parallel()
			c := Exclusive(t)
			if n := holding.Add(1); n > 1 {
				t.Errorf("%d tests have the database at once", n)
			}
			if n := ask(t, c, "MATCH (n) RETURN count(n)"); n != 0 {
				t.Errorf("%d nodes are in it", n)
			}
			ask(t, c, "UNWIND range(1, 100) AS i CREATE (a)-[:NEXT]->(b) RETURN count(*)")
			holding.Add(-1)
		})
	}
}

func TestADatabaseThatSomebodyMayMissIsLeftAlone(t *testing.T) {
	c := Exclusive(t)
	ask(t, c, fmt.Sprintf("UNWIND range(1, %d) AS i CREATE (n:Precious) RETURN count(*)", exampleNodes+1))
	t.Run("where it was not started for tests", func(t *testing.T) {
		t.Setenv("NEO4J_URI", c.URI)
		t.Setenv(startedVariable, "")
		if err := vacate(t.Context(), c); err == nil || !strings.Contains(err.Error(), "for tests alone") {
			t.Errorf("emptying it returned %v", err)
		}
		if n := ask(t, c, "MATCH (n:Precious) RETURN count(n)"); n != exampleNodes+1 {
			t.Fatalf("%d precious nodes are left", n)
		}
		ask(t, c, "MATCH (n:Precious) WITH n LIMIT 100 DELETE n RETURN count(*)")
		if err := vacate(t.Context(), c); err != nil {
			t.Errorf("emptying one of the size of an example returned %v", err)
		}
		ask(t, c, fmt.Sprintf("UNWIND range(1, %d) AS i CREATE (n:LeftByAKilledTest) RETURN count(*)", exampleNodes+1))
		if err := vacate(t.Context(), c); err != nil {
			t.Errorf("emptying what killed tests left returned %v", err)
		}
		if err := erase(t.Context(), c); err != nil {
			t.Error(err)
		}
	})
	err := withSession(t.Context(), c, func(s neo4j.SessionWithContext) error {
		marks, err := number(t.Context(), s, "SHOW CONSTRAINTS YIELD name WHERE name = '"+inUse+"' RETURN count(*)")
		if marks != 0 {
			t.Error("the mark is left behind")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestATestThatAsksTwiceIsToldSoAndDoesNotWait(t *testing.T) {
	c := Exclusive(t)
	for _, name := range []string{t.Name(), t.Name() + "/part"} {
		second := &failing{TB: t, name: name}
		done := make(chan struct{})
		go func() { defer close(done); lock(second, c) }()
		<-done
		if !strings.Contains(second.said, t.Name()+" has the Neo4j database already") {
			t.Errorf("%s was told %q", name, second.said)
		}
	}
}

// failing is a test that keeps what it is failed with.
type failing struct {
	testing.TB
	name, said string
}

func (f *failing) Helper()      {}
func (f *failing) Name() string { return f.name }
func (f *failing) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}
