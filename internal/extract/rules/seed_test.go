package rules_test

import (
	"testing"

	"conflictgraph/internal/evaluate"
	"conflictgraph/internal/extract/rules"
)

func TestTheSeedArticleIsRead(t *testing.T) {
	gold, err := evaluate.Load("../../../seed")
	if err != nil {
		t.Fatal(err)
	}
	found, err := evaluate.Extract(t.Context(), rules.Extractor{}, gold)
	if err != nil {
		t.Fatal(err)
	}
	s := evaluate.Compare(gold, found)
	t.Logf("claims: precision %.2f, recall %.2f; offices: precision %.2f, recall %.2f", s.Strict.Precision(), s.Strict.Recall(), s.Offices.Precision(), s.Offices.Recall())
	if s.Strict.Precision() < 0.75 || s.Offices.Precision() < 0.9 {
		t.Error("fewer than three in four claims, or than nine in ten offices, are right")
	}
}
