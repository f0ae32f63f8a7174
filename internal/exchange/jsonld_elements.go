package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

// many is what JSON-LD has as one value or as a list of them.
type many[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (m *many[T]) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '[' {
		return json.Unmarshal(raw, (*[]T)(m))
	}
	*m = make(many[T], 1)
	return json.Unmarshal(raw, &(*m)[0])
}

// ldElement has the properties of everything that an export has as JSON-LD.
type ldElement struct {
	Types      many[string] `json:"@type"`
	Identifier string       `json:"identifier"`

	Kind          kg.EntityKind `json:"kind"`
	Name          string        `json:"name"`
	AlternateName many[string]  `json:"alternateName"`
	Description   string        `json:"description"`
	Unnamed       bool          `json:"unnamed"`
	Registered    many[string]  `json:"registered"`
	SameAs        many[string]  `json:"sameAs"`
	Merged        many[string]  `json:"merged"`
	Geo           *ldGeo        `json:"geo"`

	Text        string  `json:"text"`
	URL         string  `json:"url"`
	Publication *ldTime `json:"publication"`
	Publisher   struct {
		Name string `json:"name"`
	} `json:"publishedBy"`
	Language    string    `json:"language"`
	Licence     string    `json:"licence"`
	CapturedAt  time.Time `json:"capturedAt"`
	ArchivedURL string    `json:"archivedUrl"`
	SHA256      string    `json:"sha256"`
	Reliability string    `json:"reliability"`
	RetractedAt string    `json:"retractedAt"`
	Reason      string    `json:"retractionReason"`

	Label        string              `json:"label"`
	InverseLabel string              `json:"inverseLabel"`
	Symmetric    bool                `json:"symmetric"`
	PLOVER       string              `json:"plover"`
	CAMEO        string              `json:"cameo"`
	SubjectKind  many[kg.EntityKind] `json:"subjectKind"`
	ObjectKind   many[kg.EntityKind] `json:"objectKind"`

	Subject     string              `json:"subject"`
	Predicate   string              `json:"predicate"`
	Object      string              `json:"object"`
	Status      kg.Status           `json:"status"`
	Certainty   kg.Certainty        `json:"certainty"`
	Coding      kg.Coding           `json:"coding"`
	Time        *ldTime             `json:"time"`
	Location    many[string]        `json:"location"`
	Attribution many[ldAttribution] `json:"attribution"`
	Evidence    many[ldEvidence]    `json:"evidence"`
}

type ldTime struct {
	EDTF      string `json:"edtf"`
	Inferred  bool   `json:"inferred"`
	Reasoning string `json:"reasoning"`
}

func (t *ldTime) time() *kg.Time {
	if t == nil {
		return nil
	}
	return &kg.Time{EDTF: t.EDTF, Inferred: t.Inferred, Reasoning: t.Reasoning}
}

type ldAttribution struct {
	Agent  string    `json:"agent"`
	Stance kg.Stance `json:"stance"`
}

type ldEvidence struct {
	Target struct {
		Source   string `json:"targetSource"`
		Selector many[struct {
			Exact  string `json:"exact"`
			Prefix string `json:"prefix"`
			Suffix string `json:"suffix"`
			Start  int    `json:"start"`
			End    int    `json:"end"`
		}] `json:"selector"`
		Dataset   string `json:"dataset"`
		Record    string `json:"record"`
		URL       string `json:"url"`
		Publisher string `json:"publisher"`
		Note      string `json:"note"`
	} `json:"target"`
	Geo      *ldGeo            `json:"geo"`
	Quantity many[kg.Quantity] `json:"quantity"`
}

type ldGeo struct {
	Latitude  float64      `json:"latitude"`
	Longitude float64      `json:"longitude"`
	Precision kg.Precision `json:"precision"`
}

func (g *ldGeo) point() *kg.Point {
	if g == nil {
		return nil
	}
	return &kg.Point{Latitude: g.Latitude, Longitude: g.Longitude, Precision: g.Precision}
}

// add adds what e describes to batch, or returns why that cannot be.
func (e *ldElement) add(batch *kg.Batch) error {
	switch {
	case slices.Contains(e.Types, "rdf:Statement"):
		r, err := e.relation()
		if err == nil {
			batch.Relations = append(batch.Relations, r)
		}
		return err
	case slices.Contains(e.Types, "rdf:Property"):
		batch.Types = append(batch.Types, kg.RelationType{
			ID: e.Identifier, Label: e.Label, InverseLabel: e.InverseLabel, Symmetric: e.Symmetric, PLOVER: e.PLOVER, CAMEO: e.CAMEO,
			SubjectKinds: e.SubjectKind, ObjectKinds: e.ObjectKind,
		})
	case slices.Contains(e.Types, "schema:Article"):
		batch.Documents = append(batch.Documents, kg.Document{
			ID: e.Identifier, Title: e.Name, Text: e.Text, URL: e.URL, PublishedAt: e.Publication.time(),
			Details: kg.Details{
				Publisher: e.Publisher.Name, Language: e.Language, Licence: e.Licence, CapturedAt: e.CapturedAt,
				ArchivedURL: e.ArchivedURL, SHA256: e.SHA256, Reliability: e.Reliability,
			},
		})
		if e.RetractedAt != "" {
			batch.Withdrawals = append(batch.Withdrawals, kg.Withdrawal{Document: e.Identifier, Reason: e.Reason})
		}
	case e.Kind != "":
		return e.addEntity(batch)
	default:
		return errors.New("it is no document, entity, relation type or relation as export writes them")
	}
	return nil
}

// addEntity adds an entity, and one for each that was merged into it, so that
// their ids answer, too. Their names are among its own.
func (e *ldElement) addEntity(batch *kg.Batch) error {
	identifiers, err := e.identifiers()
	if err != nil {
		return err
	}
	one := kg.Entity{ID: e.Identifier, Kind: e.Kind, Name: e.Name, Aliases: e.AlternateName, Description: e.Description, Point: e.Geo.point(), Unnamed: e.Unnamed, Identifiers: identifiers}
	if e.Kind != kg.KindPlace {
		one.Point = nil
	}
	batch.Entities = append(batch.Entities, one)
	for _, id := range e.Merged {
		batch.Entities = append(batch.Entities, kg.Entity{ID: id, Kind: e.Kind, Name: e.Name})
		batch.Merges = append(batch.Merges, kg.Merge{From: id, Into: e.Identifier, Reason: "merged when it was exported"})
	}
	return nil
}

// identifiers returns by what registers know an entity: what it is the same as that is
// no address of a register is passed over.
func (e *ldElement) identifiers() (all []kg.Identifier, err error) {
	for _, text := range e.Registered {
		i, err := kg.ParseIdentifier("registered.", text)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	for _, url := range e.SameAs {
		if i, known := kg.IdentifierOfURL(url); known {
			all = append(all, i)
		}
	}
	return all, nil
}

func (e *ldElement) relation() (r kg.Relation, err error) {
	entity := func(iri string) string {
		id, wrong := idIn(export.EntityIRI, iri)
		err = errors.Join(err, wrong)
		return id
	}
	r = kg.Relation{Subject: entity(e.Subject), Object: entity(e.Object), Status: e.Status, Certainty: e.Certainty, Coding: e.Coding, Time: e.Time.time()}
	for _, place := range e.Location {
		r.Places = append(r.Places, entity(place))
	}
	for _, a := range e.Attribution {
		r.Attributions = append(r.Attributions, kg.Attribution{By: entity(a.Agent), Stance: a.Stance})
	}
	if err != nil {
		return r, err
	}
	if r.Type, err = idIn(export.TypeIRI, e.Predicate); err != nil {
		return r, err
	}
	for i := range e.Evidence {
		v, err := e.Evidence[i].evidence()
		if err != nil {
			return r, fmt.Errorf("evidence %d: %w", i+1, err)
		}
		r.Evidence = append(r.Evidence, v)
	}
	if r.Coding == "" { // it was exported before there were codings
		r.Coding = kg.CodingBefore(r)
	}
	return r, nil
}

func (v *ldEvidence) evidence() (e kg.Evidence, err error) {
	t := v.Target
	e.Point, e.Quantities = v.Geo.point(), v.Quantity
	if t.Source == "" {
		e.Source = &kg.Source{Dataset: t.Dataset, Record: t.Record, URL: t.URL, Publisher: t.Publisher, Note: t.Note}
		return e, nil
	}
	if e.Document, err = idIn(export.DocumentIRI, t.Source); err != nil {
		return e, err
	}
	for _, s := range t.Selector {
		if s.Exact != "" {
			e.Exact, e.Prefix, e.Suffix = s.Exact, s.Prefix, s.Suffix
		} else {
			e.Start, e.End = s.Start, s.End
		}
	}
	return e, nil
}
