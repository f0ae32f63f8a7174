package seed

import (
	"strings"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func TestWhereADocumentIsFromIsRead(t *testing.T) {
	details := "publisher: The Gazette\n  language: PT-br\n  licence: CC-BY-4.0\n  capturedAt: 2025-12-01T12:00:00+01:00\n" +
		"  archivedUrl: https://archive.example.org/a\n  sha256: " + strings.Repeat("aB", 32) + "\n  reliability: B2\n"
	b, err := Load(directory("a.yaml", "document:\n  id: doc:a\n  text: t.txt\n  "+details, "t.txt", "Text."), ".")
	if err != nil {
		t.Fatal(err)
	}
	want := kg.Details{
		Publisher: "The Gazette", Language: "pt-BR", Licence: "CC-BY-4.0", CapturedAt: time.Date(2025, 12, 1, 11, 0, 0, 0, time.UTC),
		ArchivedURL: "https://archive.example.org/a", SHA256: strings.Repeat("ab", 32), Reliability: "B2",
	}
	if got := checked(t, b).Documents[0].Details; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWhatIsWrongWithWhereADocumentIsFromIsToldByItsLine(t *testing.T) {
	for line, problem := range map[string]string{
		"language: english": `"english" is no language tag`, "capturedAt: yesterday": "is no time", "archivedUrl: archive.org": "is no address on the web",
		"sha256: abc": "is no SHA-256 digest", "reliability: '2B'": "is no rating", `publisher: "\u200b"`: "shows nothing",
	} {
		_, err := Load(directory("a.yaml", "document:\n  id: doc:a\n  text: t.txt\n  "+line+"\n", "t.txt", "Text."), ".")
		if err == nil || !strings.HasPrefix(err.Error(), "a.yaml:4: ") || !strings.Contains(err.Error(), problem) {
			t.Errorf("%s: got %v, want a problem of line 4, %s", line, err, problem)
		}
	}
}
