package neo4j

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// A load writes while most indexes of relations are missing, which Finish makes
// again: that takes the database half as long. Constraints stay.
type load struct {
	*plan.Loading
	store *Store
	token string
	mark  *loadMark
}

// unloaded are the statements that make the indexes that a load goes without. One
// that writing needs, for the offices that people hold, stays.
func unloaded() (creates, drops []string) {
	kept := indexName("Relation", rangeIndexes[plan.BySubjectType].index(ordinaryKey)...)
	for _, create := range schema {
		name := strings.Fields(create)[2]
		if strings.HasPrefix(name, indexName("Relation", "")) && name != kept {
			creates, drops = append(creates, create), append(drops, "DROP INDEX "+name+" IF EXISTS")
		}
	}
	return creates, drops
}

// Load begins a load, or goes on with one that a process left unfinished; see
// kg.Loader. It returns nil for a graph that holds many relations. One that was
// killed counts as unfinished after loadLease, for which Load waits.
func (s *Store) Load(ctx context.Context) (kg.Load, error) {
	abandoned, err := s.awaitLoad(ctx)
	if err != nil {
		return nil, err
	}
	l := &load{store: s, token: rand.Text()}
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	var last time.Time
	worthIt, err := neo4j.ExecuteWrite(ctx, session, func(tx neo4j.ManagedTransaction) (bool, error) {
		marks, err := s.run(ctx, tx, statement{beginLoad, map[string]any{"version": schemaVersion}})
		if err != nil {
			return false, err
		}
		last = time.UnixMilli(integer(marks[0][2]))
		if marks[0][4] != nil {
			return false, errRestoring
		}
		loading, relations := text(marks[0][5]), integer(marks[0][6])
		if loading == "" && relations > plan.FewBefore {
			return false, nil
		}
		if loading != abandoned && loading != "" {
			return false, errLoadPending
		}
		_, err = s.run(ctx, tx, statement{markLoad, map[string]any{"token": l.token}})
		return true, err
	})
	if err != nil || !worthIt {
		return nil, explained(ctx, err)
	}
	l.mark = s.keepMarked(l.token)
	_, drops := unloaded()
	err = s.change(ctx, drops...)
	if err == nil {
		l.Loading, err = s.loading(ctx, last)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// LoadPending reports whether a load was begun that is not finished.
func (s *Store) LoadPending(ctx context.Context) (bool, error) {
	found, err := s.read(ctx, statement{text: loadState})
	return len(found) > 0 && text(found[0][0]) != "", err
}

// loading returns what the batches of a load are checked against.
func (s *Store) loading(ctx context.Context, last time.Time) (*plan.Loading, error) {
	types, err := s.Types(ctx)
	return plan.NewLoading(driver{s.database}.Read, types, last), err
}

// Finish makes the indexes and waits for them; see kg.Load. What Write counted
// stands.
func (l *load) Finish(ctx context.Context, progress func(done, total int)) (kg.Written, error) {
	return kg.Written{}, l.store.finishLoad(ctx, l.token, progress)
}

// Close leaves a load that is not finished to whoever needs the graph next.
func (l *load) Close() error { return l.mark.release() }

// checkLoad returns an error where the marker names another load than that of a
// writer, who may be of none.
func checkLoad(load, loading string) error {
	switch {
	case loading == load:
		return nil
	case load == "":
		return errLoadPending
	}
	return errLoadTaken
}

// finishLoad makes the indexes that a load goes without, and lets the graph answer
// again once they are there.
func (s *database) finishLoad(ctx context.Context, token string, progress func(done, total int)) error {
	creates, _ := unloaded()
	if err := s.makeIndexes(ctx, creates, progress); err != nil {
		return err
	}
	if err := s.rename(ctx, renamedAtOnce); err != nil {
		return err
	}
	_, err := s.changeOne(ctx, statement{endLoad, map[string]any{"token": token}})
	return err
}

// makeIndexes makes indexes by some statements, and waits for all there are. Broken
// off, it can be called again; the database goes on meanwhile.
func (s *database) makeIndexes(ctx context.Context, creates []string, progress func(done, total int)) error {
	// The database makes those that are asked for together with little more than one
	// processor.
	for half := range slices.Chunk(creates, (len(creates)+1)/2) {
		if err := s.change(ctx, half...); err != nil {
			return err
		}
	}
	for {
		found, err := s.read(ctx, statement{text: indexStates})
		if err != nil {
			return err
		}
		percent := 0.0
		for _, row := range found {
			if text(row[1]) == "FAILED" {
				return errIndexFailed(text(row[0]))
			}
			done, _ := row[2].(float64)
			percent += done
		}
		if progress != nil {
			progress(int(percent), 100*len(found))
		}
		if !slices.ContainsFunc(found, func(row []any) bool { return text(row[1]) != "ONLINE" }) {
			return nil
		}
		if err := pause(ctx, betweenLooks); err != nil {
			return err
		}
	}
}
