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
    RETURN collect([type, o.name, o.former]) AS offices
}
RETURN id, e.name, e.description, e.aliases, offices, e.former, e.kind`

	readKinds = `UNWIND $in.ids AS id
MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
RETURN id, e.kind, e.former`

	setWords = `UNWIND $in.rows AS row
MATCH (e:Entity {id: row.id}) USING INDEX SEEK e:Entity(id)
SET e.words = row.words, e.soundKeys = row.soundKeys, e.otherKinds = row.otherKinds`
)

// isOffice reports whether relations of a type give their subjects an office.
func isOffice(typeID string) bool { return kg.Office(typeID, "") != "" }

// writeWords brings up to date what is found by new names or offices.
func (w *writer) writeWords(ctx context.Context) error { return w.retell(ctx, w.retold) }

// retell brings up to date what entities are found by.
func (w *writer) retell(ctx context.Context, ids []string) error {
	offices := w.offices()
	slices.Sort(ids)
	for part := range slices.Chunk(slices.Compact(ids), chunk) {
		found, err := w.run(ctx, readNames, map[string]any{"ids": part, "offices": offices})
		if err != nil {
			return err
		}
		answered, err := w.answeredKinds(ctx, part)
		if err != nil {
			return err
		}
		var rows []map[string]any
		for _, row := range found {
			was := formerOf(row[5])
			formerNames, formerDescriptions := was.texts()
			known := slices.Concat([]string{text(row[1])}, texts(row[3]), formerNames)
			others := append(formerDescriptions, text(row[2]))
			held, _ := row[4].([]any)
			for _, office := range held {
				fields, _ := office.([]any)
				for _, object := range append(formerOf(fields[2]).states(), kg.FormerState{EntityState: kg.EntityState{Name: text(fields[1])}}) {
					others = append(others, kg.Office(text(fields[0]), object.Name))
				}
			}
			words, soundKeys := kg.SearchTexts(known, others...)
			kinds := answered[text(row[0])]
			for _, s := range was.States {
				kinds = append(kinds, string(s.Kind))
			}
			kinds = slices.DeleteFunc(once(kinds), func(kind string) bool { return kind == text(row[6]) })
			told := map[string]any{"id": text(row[0]), "words": clippedWords(words), "soundKeys": clippedWords(soundKeys)}
			if len(kinds) > 0 {
				told["otherKinds"] = kinds
			}
			rows = append(rows, told)
		}
		if err := w.each(ctx, setWords, rows); err != nil {
			return err
		}
	}
	return nil
}

// offices returns the types whose relations give their subjects an office.
func (w *writer) offices() []string {
	offices := []string{}
	for id := range w.types {
		if isOffice(id) {
			offices = append(offices, id)
		}
	}
	return offices
}

// answeredKinds returns of what kinds that was, and is, as which some entities ever
// answered.
func (w *writer) answeredKinds(ctx context.Context, ids []string) (map[string][]string, error) {
	into, answered := map[string][]string{}, map[string][]string{}
	for _, m := range slices.Concat(w.merges.all, w.merged) {
		into[m.from] = append(into[m.from], m.into)
	}
	var others []string
	for _, id := range ids {
		all := []string{id}
		for i := 0; i < len(all); i++ {
			for _, survivor := range into[all[i]] {
				if !slices.Contains(all, survivor) {
					all = append(all, survivor)
				}
			}
		}
		answered[id], others = all[1:], append(others, all[1:]...)
	}
	kinds := map[string][]string{}
	if len(others) == 0 {
		return kinds, nil
	}
	found, err := w.run(ctx, readKinds, map[string]any{"ids": once(others)})
	if err != nil {
		return nil, err
	}
	of := map[string][]string{}
	for _, row := range found {
		all := []string{text(row[1])}
		for _, s := range formerOf(row[2]).States {
			all = append(all, string(s.Kind))
		}
		of[text(row[0])] = all
	}
	for id, all := range answered {
		for _, other := range all {
			kinds[id] = append(kinds[id], of[other]...)
		}
	}
	return kinds, nil
}

// quoteWords returns what a relation is found by.
func quoteWords(list []kg.Evidence) string {
	return clippedWords(kg.QuoteWords(quotes(list)...))
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
