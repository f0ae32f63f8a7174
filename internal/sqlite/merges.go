package sqlite

import (
	"database/sql"
	"time"
)

var allMerges = define(`SELECT key, entity, survivor, recorded_at FROM merge ORDER BY key`)

// A mergeTable holds every merge of one moment. Rows are added and never
// changed, so that the greatest key tells whether it is up to date.
type mergeTable struct {
	greatest int64
	all      []mergeRow // in the order of recording
	now      *clusters
}

// A mergeRow says that an entity was another from one time on, until another
// time where it was undone.
type mergeRow struct {
	entity, survivor int64
	from, until      int64
	undone           bool
}

func (m mergeRow) holds(asOf int64) bool {
	return m.from <= asOf && (!m.undone || m.until > asOf)
}

// mergesOf returns the table whose greatest key is given.
func (s *Store) mergesOf(current *session, greatest int64) (*mergeTable, error) {
	if table := s.merges.Load(); table != nil && table.greatest == greatest {
		return table, nil
	}
	table := &mergeTable{greatest: greatest}
	open := map[int64]int{}
	err := current.each(allMerges, func(rows *sql.Rows) error {
		var key, entity, at int64
		var survivor sql.NullInt64
		err := rows.Scan(&key, &entity, &survivor, &at)
		if survivor.Valid {
			open[entity] = len(table.all)
			table.all = append(table.all, mergeRow{entity: entity, survivor: survivor.Int64, from: at})
		} else if i, merged := open[entity]; merged {
			table.all[i].undone, table.all[i].until = true, at
			delete(open, entity)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	table.now = table.at(instant(nil))
	s.merges.Store(table)
	return table, nil
}

// at returns what the table says of one time. Times need not follow each other
// as the rows do; what contradicts an earlier row then has no effect.
func (t *mergeTable) at(asOf int64) *clusters {
	c := &clusters{links: map[int64]int64{}, all: map[int64][]int64{}}
	for _, m := range t.all {
		if _, merged := c.links[m.entity]; m.holds(asOf) && !merged && c.follow(m.survivor) != m.entity {
			c.links[m.entity] = m.survivor
		}
	}
	c.survivors = make(map[int64]int64, len(c.links))
	for _, m := range t.all {
		if _, merged := c.links[m.entity]; !merged || c.survivors[m.entity] != 0 {
			continue
		}
		survivor := c.follow(m.entity)
		c.survivors[m.entity] = survivor
		if c.all[survivor] == nil {
			c.all[survivor] = []int64{survivor}
		}
		c.all[survivor] = append(c.all[survivor], m.entity)
	}
	return c
}

// Clusters say which entities are one, by their keys.
type clusters struct {
	links     map[int64]int64   // what each that was merged was merged into
	survivors map[int64]int64   // what each that was merged answers as
	all       map[int64][]int64 // of each that answers for others, itself and these
}

func (c *clusters) follow(key int64) int64 {
	for {
		next, merged := c.links[key]
		if !merged {
			return key
		}
		key = next
	}
}

// survivor returns what an entity answers as.
func (c *clusters) survivor(key int64) int64 {
	if survivor, merged := c.survivors[key]; merged {
		return survivor
	}
	return key
}

// members returns all that is one with an entity that answers for them, itself
// first.
func (c *clusters) members(survivor int64) []int64 {
	if all := c.all[survivor]; all != nil {
		return all
	}
	return []int64{survivor}
}

// membersOf returns the members of some.
func (c *clusters) membersOf(survivors []int64) []int64 {
	if len(c.all) == 0 {
		return survivors
	}
	var all []int64
	for _, key := range survivors {
		all = append(all, c.members(key)...)
	}
	return all
}

// A moment is the time that a call asks about: what was recorded by then holds.
type moment struct {
	asOf int64
	*clusters
}

// moment returns that of asOf, or the present where it is nil.
func (s *session) moment(asOf *time.Time) moment {
	m := moment{asOf: instant(asOf), clusters: s.merges.now}
	if asOf != nil && len(s.merges.all) > 0 {
		m.clusters = s.merges.at(m.asOf)
	}
	return m
}

// isNow reports whether what is kept of the present is an answer.
func (m moment) isNow() bool { return m.asOf == instant(nil) }
