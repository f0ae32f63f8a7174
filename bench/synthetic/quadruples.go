package synthetic

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// QuadrupleFiles are the paths of rows of subject, relation, object and hour, and
// of the tables of what their ids stand for, as the tkg format has them.
type QuadrupleFiles struct{ Rows, Entities, Relations string }

// The day that the hours of quadruples count from.
const QuadruplesStart = "2015-01-01"

// events are names of CAMEO events. Of these, as of those that are reported, about
// one in eight is of something planned, demanded or appealed for.
var events = []string{
	"Make statement", "Consult", "Make a visit", "Host a visit", "Praise or endorse", "Engage in negotiation", "Criticize or denounce",
	"Accuse", "Express intent to cooperate", "Discuss by telephone", "Use conventional military force", "Arrest, detain, or charge with legal action",
	"Make an appeal or request", "Demonstrate or rally", "Make optimistic comment", "Provide aid",
}

// WriteQuadruples writes n rows into dir, in the order of time, the same on every
// run: one entity for twenty rows, named by a power law, over ten years.
func WriteQuadruples(dir string, n int) (files QuadrupleFiles, err error) {
	files = QuadrupleFiles{filepath.Join(dir, "rows.txt"), filepath.Join(dir, "entity2id.txt"), filepath.Join(dir, "relation2id.txt")}
	random := rand.New(rand.NewPCG(1, 2))
	entities := max(fewestEntities, n/relationsPerEntity)
	row := make([]byte, 0, 64)
	return files, errors.Join(
		writeLines(files.Entities, entities, func(i int) []byte { return fmt.Appendf(row[:0], "Actor %d\t%d", i, i) }),
		writeLines(files.Relations, len(events), func(i int) []byte { return fmt.Appendf(row[:0], "%s\t%d", events[i], i) }),
		writeLines(files.Rows, n, func(i int) []byte {
			row = strconv.AppendInt(row[:0], int64(skewed(random, entities)), 10)
			row = strconv.AppendInt(append(row, '\t'), int64(random.IntN(len(events))), 10)
			row = strconv.AppendInt(append(row, '\t'), int64(skewed(random, entities)), 10)
			return strconv.AppendInt(append(row, '\t'), int64(24*(days*i/n)), 10)
		}),
	)
}

func writeLines(path string, n int, line func(i int) []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	for i := range n {
		if _, err := w.Write(append(line(i), '\n')); err != nil {
			return err
		}
	}
	return w.Flush()
}
