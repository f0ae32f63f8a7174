package export

import "testing"

func TestNoTwoColumnsAndNoTwoTermsHaveOneName(t *testing.T) {
	for what, names := range map[string][]string{
		"nodes": namesOf(nodeColumns), "edges": namesOf(edgeColumns), "documents": namesOf(documentColumns), "types": namesOf(typeColumns), "terms": termNames(),
	} {
		seen := map[string]bool{}
		for _, name := range names {
			if seen[name] {
				t.Errorf("%s have %q twice", what, name)
			}
			seen[name] = true
		}
	}
}

func namesOf[T any](columns []column[T]) (names []string) {
	for _, c := range columns {
		names = append(names, c.name)
	}
	return names
}

func termNames() (names []string) {
	for _, t := range terms {
		names = append(names, t.name)
	}
	return names
}
