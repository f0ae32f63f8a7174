package kgtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"conflictgraph/internal/kg"
)

// Recorded is when Graph was recorded.
var Recorded = time.Date(2025, time.December, 2, 10, 0, 0, 123e6, time.UTC)

// Interview is a document whose code points, UTF-16 units and bytes all count
// differently.
const Interview = "doc:interview"

// Communique is a document without title, address and date.
const Communique = "doc:communique"

var interviewDetails = kg.Details{
	Publisher: "Harbor “Wire”", Language: "de", Licence: "CC-BY-4.0", CapturedAt: Recorded.Add(-24 * time.Hour),
	ArchivedURL: "https://archive.example.org/2025/interview?a=1&b=2", SHA256: strings.Repeat("0123456789abcdef", 4), Reliability: "B2",
}

// What Graph().Relations holds, by index.
const (
	MetMonday        = iota // Anna Keller met Boris Novák in Harbor City; confirmed by the ministry
	MetAgain                // the same pair, the same type, undated, in another document
	SpeaksFor               // Boris Novák is spokesperson for the ministry, since 2022
	Proposed                // Northland proposed the plan, sometime in November 2025
	WillMeet                // planned and confirmed: Southland is to meet Anna Keller; inferred
	AdvisedAlleged          // Boris Novák advised Southland, as alleged
	AdvisedDisputed         // the same, disputed
	War                     // Northland and Southland, ongoing, open end
	Belongs                 // Harbor City is part of Northland, until 2025, open start
	PartOfItself            // the allies are part of the allies
	CriticizedByRows        // machine-coded: the allies criticized Northland, three rows of a data set
)

// Graph returns a batch of a small graph with a relation of every shape. Each
// call returns one of its own.
func Graph() kg.Batch {
	interview := kg.Document{
		ID: Interview, Title: "“Talks” 🕊 in Harbor City", URL: "https://example.org/interview?a=1&b=2", PublishedAt: edtf("2025-12-01"), Details: interviewDetails,
		Text: "“Wir haben uns getroffen”, said Anna Keller 🕊🕊 of Northland — Борис Новак met her in Harbor City on Monday.\n" +
			"He speaks for the Ministry 外交部. 𝔑orthland’s “plan”, the allies said 👩‍👩‍👧, favors no one.\nSouthland is to meet her on Tuesday.",
	}
	communique := kg.Document{ID: Communique, Text: "Both sides met again. The war goes on."}
	batch := kg.Batch{
		RecordedAt: Recorded,
		Types: append(kg.CoreTypes(), kg.RelationType{
			ID: "rows:112", Label: "accused", InverseLabel: "was accused by", PLOVER: "ACCUSE", CAMEO: "112",
			SubjectKinds: []kg.EntityKind{kg.KindOtherActor, kg.KindGroup, kg.KindCountry},
		}),
		Documents: []kg.Document{interview, communique},
		Entities: []kg.Entity{
			{ID: "anna-keller", Kind: kg.KindPerson, Name: "Anna Keller", Aliases: []string{"Keller", "A. Keller"}, Description: "Foreign minister of Northland"},
			{ID: "boris-novak", Kind: kg.KindPerson, Name: "Boris Novák", Aliases: []string{"Борис Новак"}},
			{ID: "unnamed-adviser", Kind: kg.KindPerson, Name: "an adviser", Unnamed: true},
			{ID: "ministry", Kind: kg.KindOrganization, Name: "Ministry of Foreign Affairs", Aliases: []string{"外交部"}},
			{ID: "northland", Kind: kg.KindCountry, Name: "Northland"},
			{ID: "southland", Kind: kg.KindCountry, Name: "southland"},
			{ID: "allies", Kind: kg.KindGroup, Name: "Allies"},
			{ID: "rows:77", Kind: kg.KindOtherActor, Name: "Citizen (Northland)"},
			{ID: "harbor-city", Kind: kg.KindPlace, Name: "Harbor City"},
			{ID: "old-port", Kind: kg.KindPlace, Name: "Old Port"},
			{ID: "the-plan", Kind: kg.KindProposal, Name: "“The Plan”"},
		},
		Relations: []kg.Relation{
			MetMonday: {
				Type: "met-with", Subject: "anna-keller", Object: "boris-novak", Status: kg.StatusOccurred, Certainty: kg.CertaintyConfirmed,
				Time:   &kg.Time{EDTF: "2025-12-01", Inferred: true, Reasoning: "“Monday” before the publication"},
				Places: []string{"old-port", "harbor-city"},
				Attributions: []kg.Attribution{
					{By: "ministry", Stance: kg.StanceConfirmed}, {By: "anna-keller", Stance: kg.StanceStated},
				},
				Evidence: []kg.Evidence{Quote(interview, "“Wir haben uns getroffen”"), Quote(interview, "Борис Новак met her in Harbor City")},
			},
			MetAgain: {
				Type: "met-with", Subject: "boris-novak", Object: "anna-keller", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Evidence: []kg.Evidence{Quote(communique, "met again")},
			},
			SpeaksFor: {
				Type: "spokesperson-for", Subject: "boris-novak", Object: "ministry", Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
				Time: edtf("2022-02-24/.."), Evidence: []kg.Evidence{Quote(interview, "He speaks for the Ministry 外交部")},
			},
			Proposed: {
				Type: "proposed", Subject: "northland", Object: "the-plan", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: edtf("2025-11"), Evidence: []kg.Evidence{Quote(interview, "𝔑orthland’s “plan”")},
			},
			WillMeet: {
				Type: "met-with", Subject: "southland", Object: "anna-keller", Status: kg.StatusPlanned, Certainty: kg.CertaintyConfirmed,
				Time:         &kg.Time{EDTF: "2025-12-02", Inferred: true},
				Attributions: []kg.Attribution{{By: "southland", Stance: kg.StanceConfirmed}},
				Evidence:     []kg.Evidence{Quote(interview, "to meet her on Tuesday")},
			},
			AdvisedAlleged:  advised(kg.CertaintyAlleged, interview),
			AdvisedDisputed: advised(kg.CertaintyDisputed, interview),
			War: {
				Type: "at-war-with", Subject: "southland", Object: "northland", Status: kg.StatusOngoing, Certainty: kg.CertaintyStated,
				Time: edtf("2022-02-24/.."), Evidence: []kg.Evidence{Quote(communique, "The war goes on")},
			},
			Belongs: {
				Type: "part-of", Subject: "harbor-city", Object: "northland", Status: kg.StatusOccurred, Certainty: kg.CertaintyDenied,
				Time: edtf("../2025"), Evidence: []kg.Evidence{Quote(interview, "Harbor City")},
			},
			PartOfItself: {
				Type: "part-of", Subject: "allies", Object: "allies", Status: kg.StatusProposed, Certainty: kg.CertaintyStated,
				Time: edtf("202X?"), Evidence: []kg.Evidence{Quote(interview, "the allies")},
			},
			CriticizedByRows: {
				Type: "rows:112", Subject: "allies", Object: "northland", Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
				Time: edtf("2025-12-01"),
				Evidence: []kg.Evidence{
					{Source: &kg.Source{Dataset: "rows", Record: "9"}},
					{Source: &kg.Source{Dataset: "rows", Record: "10"}},
					{Source: &kg.Source{Dataset: "rows", Record: "1"}},
				},
			},
		},
	}
	return batch
}

func advised(certainty kg.Certainty, d kg.Document) kg.Relation {
	return kg.Relation{
		Type: "advised", Subject: "boris-novak", Object: "southland", Status: kg.StatusOccurred, Certainty: certainty,
		Time: edtf("2025-11-24/2025-11-30"), Attributions: []kg.Attribution{{By: "unnamed-adviser", Stance: kg.StanceDownplayed}},
		Evidence: []kg.Evidence{Quote(d, "favors no one")},
	}
}

// ID returns the id of a relation of Graph, by its index.
func ID(index int) string { return relationID(Graph().Relations[index]) }

// relationID returns the id of a relation of a core type or one of a fixture, none of
// which is symmetric.
func relationID(r kg.Relation) string {
	return kg.RelationID(r, slices.ContainsFunc(kg.CoreTypes(), func(t kg.RelationType) bool { return t.ID == r.Type && t.Symmetric }))
}

// Quote returns the evidence that exact is in d, where it stands first. It
// panics where it does not.
func Quote(d kg.Document, exact string) kg.Evidence {
	before, after, found := strings.Cut(d.Text, exact)
	if !found {
		panic(fmt.Sprintf("%q is not in document %s", exact, d.ID))
	}
	start := utf8.RuneCountInString(before)
	return kg.Evidence{
		Document: d.ID, Exact: exact, Start: start, End: start + utf8.RuneCountInString(exact),
		Prefix: tail(before, 8), Suffix: head(after, 8),
	}
}

func head(s string, n int) string { r := []rune(s); return string(r[:min(n, len(r))]) }
func tail(s string, n int) string { r := []rune(s); return string(r[len(r)-min(n, len(r)):]) }

func edtf(s string) *kg.Time { return &kg.Time{EDTF: s} }
