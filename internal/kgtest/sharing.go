package kgtest

import (
	"reflect"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

// testSharing changes what was written once it is, and what was answered, and looks
// whether the store answers the same afterwards.
func testSharing(t *testing.T, s kg.Store) {
	person := kg.KindPerson
	more := kg.Batch{Relations: []kg.Relation{Graph().Relations[CriticizedByRows]}}
	more.Relations[0].Evidence = []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: "11"}}}
	for _, b := range []kg.Batch{
		Graph(),
		more,
		{
			Updates:     []kg.EntityUpdate{{Entity: "boris-novak", RemoveAliases: []string{"Борис Новак"}}, {Entity: "rows:77", Kind: &person}},
			Retractions: []kg.Retraction{{Relation: ID(MetAgain), Reason: "misread"}},
			Withdrawals: []kg.Withdrawal{{Document: Interview, Reason: "not authorized"}},
			Merges:      []kg.Merge{{From: "southland", Into: "northland", Reason: "one country"}},
		},
		{
			Restores:     []kg.Restore{{Relation: ID(MetAgain), Reason: "read again"}},
			Readmissions: []kg.Readmission{{Document: Interview, Reason: "authorized"}},
			Unmerges:     []kg.Unmerge{{Entity: "southland", Reason: "two countries"}},
		},
	} {
		b = cloneBatch(b)
		_, err := s.Write(t.Context(), b)
		must(t, err)
		answers := everyAnswer(t, s)
		want := lines(answers)
		scramble(&b)
		same(t, "what is answered once a batch that was written is changed", lines(everyAnswer(t, s)), want)
		for _, answer := range answers {
			scramble(answer)
		}
		same(t, "what is answered once what was answered is changed", lines(everyAnswer(t, s)), want)
	}
}

// everyAnswer returns pointers to what a store answers to every question, in an order
// that is always the same.
func everyAnswer(t *testing.T, s kg.Store) (answers []any) {
	keys := kg.Keys{Documents: []string{Interview, Communique}, Need: everyNeed, Journal: &kg.JournalRequest{Limit: 100}}
	for _, e := range Graph().Entities {
		keys.Entities = append(keys.Entities, e.ID)
	}
	for i := range Graph().Relations {
		keys.Relations = append(keys.Relations, ID(i))
	}
	found, err := s.Get(t.Context(), keys)
	must(t, err)
	pages, named, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}, Count: true}, {Owner: "northland", Slice: kg.Slice{Limit: 100}}}, Need: everyNeed})
	must(t, err)
	entities, err := s.ListEntities(t.Context(), kg.EntityList{Kinds: kg.EntityKinds, Slice: kg.Slice{Limit: 100}})
	must(t, err)
	documents, err := s.ListDocuments(t.Context(), kg.DocumentList{Slice: kg.Slice{Limit: 100}, Text: true})
	must(t, err)
	types, err := s.Types(t.Context())
	must(t, err)
	records, err := s.EntityRecords(t.Context(), keys.Entities)
	must(t, err)
	merges, err := s.Merges(t.Context())
	must(t, err)
	between, err := s.Between(t.Context(), kg.BetweenRequest{Among: keys.Entities, Limit: 100})
	must(t, err)
	return []any{found, &pages, named, &entities, &documents, &types, &records, &merges, &between}
}

// scramble changes every value that can be reached from a pointer through memory that
// may be shared: pointers, slices and maps.
func scramble(pointer any) { scrambleValue(reflect.ValueOf(pointer)) }

func scrambleValue(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if v.CanSet() {
			v.Set(reflect.ValueOf(time.Unix(1, 0).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			scrambleValue(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				scrambleValue(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			scrambleValue(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			scrambleValue(v.MapIndex(key))
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString("changed")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if v.CanSet() {
			v.SetInt(-1)
		}
	case reflect.Bool:
		if v.CanSet() {
			v.SetBool(!v.Bool())
		}
	}
}
