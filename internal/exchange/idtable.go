package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// named is a row of an id table.
type named struct {
	id   int64
	name string // until it was added to a batch
	key  string // the id of the entity, once it was needed
	line int
	sent bool // has been added to a batch
}

// readIDTable reads rows of a name, a tab and an id, which is a whole number.
// Further columns and empty lines are passed over. Its errors name the file and
// the line.
func readIDTable(path string) (_ map[int64]*named, err error) {
	l, err := openLines(packed.Limit{}, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	table := map[int64]*named{}
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		n, err := parseNamed(string(line))
		if err != nil {
			return nil, l.reject(line, "%v", err)
		}
		n.line = l.number
		if old := table[n.id]; old != nil {
			return nil, l.reject(line, "id %d is that of %q on line %d already; give each name an id of its own", n.id, old.name, old.line)
		}
		table[n.id] = &n
	}
	if len(table) == 0 {
		return nil, fmt.Errorf("%s has no rows; it should have a name, a tab and an id on each line", l.source.Name)
	}
	return table, nil
}

func parseNamed(line string) (named, error) {
	name, rest, found := strings.Cut(line, "\t")
	if !found {
		return named{}, errors.New("there is no tab; a row is a name, a tab and an id")
	}
	if name = strings.TrimSpace(name); name == "" {
		return named{}, errors.New("the name is empty; a row is a name, a tab and an id")
	}
	if err := kg.CheckName("the name", name); err != nil {
		return named{}, err
	}
	column, _, _ := strings.Cut(rest, "\t")
	id, ok := wholeNumber([]byte(strings.TrimSpace(column)))
	if !ok {
		return named{}, fmt.Errorf("%s is not an id; a row is a name, a tab and a whole number", strconv.Quote(shortened(column)))
	}
	return named{id: id, name: strings.Clone(name)}, nil // which keeps nothing of the rest of the line
}

// wholeNumber returns the number that b writes in decimal digits, and whether it
// does.
func wholeNumber(b []byte) (n int64, ok bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// shortened returns s, or the beginning of it, for a message.
func shortened[T ~string | ~[]byte](s T) string {
	const enough = 40
	if runes := []rune(string(s[:min(len(s), 4*enough+4)])); len(runes) > enough {
		return string(runes[:enough]) + "…"
	}
	return string(s)
}
