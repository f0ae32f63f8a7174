package neo4j

import (
	"context"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

const (
	readNames = `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
CALL (id) {
    UNWIND $in.offices AS type
    MATCH (r:Relation) USING INDEX SEEK r:Relation(src, type, ordinary, position)
    WHERE r.src = id AND r.type = type AND r.ordinary IS NOT NULL AND r.position > ''
    WITH DISTINCT type, r.dst AS dst
    MATCH (o:Entity {id: dst}) USING INDEX SEEK o:Entity(id)
    RETURN collect([type, o.name]) AS offices
}
RETURN id, e.name, e.description, e.aliases, offices`

	setWords = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e.words = row.words, e.soundKeys = row.soundKeys`
)

// isOffice reports whether relations of a type give their subjects an office.
func isOffice(typeID string) bool { return kg.Office(typeID, "") != "" }

// writeWords brings up to date what is found by new names or offices.
func (w *writer) writeWords(ctx context.Context) error { return w.retell(ctx, w.retold) }

// retell brings up to date what entities are found by.
func (w *writer) retell(ctx context.Context, ids []string) error {
	offices := []string{}
	for id := range w.types {
		if isOffice(id) {
			offices = append(offices, id)
		}
	}
	slices.Sort(ids)
	for part := range slices.Chunk(slices.Compact(ids), chunk) {
		found, err := w.run(ctx, readNames, map[string]any{"ids": part, "offices": offices})
		if err != nil {
			return err
		}
		var rows []map[string]any
		for _, row := range found {
			known := append([]string{text(row[1]), text(row[2])}, texts(row[3])...)
			held, _ := row[4].([]any)
			for _, office := range held {
				typeAndObject := texts(office)
				known = append(known, kg.Office(typeAndObject[0], typeAndObject[1]))
			}
			words, soundKeys := kg.SearchTexts(known...)
			rows = append(rows, map[string]any{"id": text(row[0]), "words": clippedWords(words), "soundKeys": clippedWords(soundKeys)})
		}
		if err := w.each(ctx, setWords, rows); err != nil {
			return err
		}
	}
	return nil
}

// quoteWords returns what a relation is found by.
func quoteWords(list []kg.Evidence) string {
	words, _ := kg.SearchTexts(quotes(list)...)
	return clippedWords(words)
}

// longestWord is how many bytes of a word an index keeps. Lucene would make two
// words of a longer one.
const longestWord = 250

func clipped(word string) string { return word[:min(len(word), longestWord)] }

func clippedWords(text string) string {
	if len(text) <= longestWord {
		return text
	}
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = clipped(w)
	}
	return strings.Join(words, " ")
}
