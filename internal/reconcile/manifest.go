package reconcile

import (
	"fmt"
	"net/http"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
)

// namedThing is an entity, a type or a property.
type namedThing struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

// suggesting says where something is suggested.
type suggesting struct {
	URL  string `json:"service_url"`
	Path string `json:"service_path"`
}

type link struct {
	URL string `json:"url"`
}

type framed struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

type extension struct {
	Propose suggesting `json:"propose_properties"`
	// Settings are none; clients expect a list.
	Settings []any `json:"property_settings"`
}

// securityScheme is one of OpenAPI 2.0.
type securityScheme struct {
	Type        string `json:"type"`
	Name        string `json:"name"`
	In          string `json:"in"`
	Description string `json:"description"`
}

type manifest struct {
	Versions        []string              `json:"versions"`
	Name            string                `json:"name"`
	IdentifierSpace string                `json:"identifierSpace"`
	SchemaSpace     string                `json:"schemaSpace"`
	DefaultTypes    []namedThing          `json:"defaultTypes"`
	View            link                  `json:"view"`
	Preview         *framed               `json:"preview,omitempty"`
	Suggest         map[string]suggesting `json:"suggest"`
	Extend          extension             `json:"extend"`
	BatchSize       int                   `json:"batchSize"`
	Authentication  *securityScheme       `json:"authentication,omitempty"`
}

const (
	previewWidth  = 430
	previewHeight = 200
)

// manifest returns what the API offers, at the address by which it was asked.
func (s *service) manifest(r *http.Request) manifest {
	at := base(r)
	m := manifest{
		Versions: []string{"0.2"}, Name: "Conflict graph",
		IdentifierSpace: export.EntityIRI, SchemaSpace: export.TypeIRI,
		DefaultTypes: types(kg.EntityKinds),
		View:         link{at + "/?focus={{id}}"},
		Suggest: map[string]suggesting{
			"entity": {at, Path + "/suggest/entity"}, "type": {at, Path + "/suggest/type"}, "property": {at, Path + "/suggest/property"},
		},
		Extend:    extension{Propose: suggesting{at, Path + "/properties"}, Settings: []any{}},
		BatchSize: s.batchSize(),
	}
	if s.Closed {
		m.Authentication = &securityScheme{Type: "apiKey", Name: "Authorization", In: "header", Description: "Bearer and a token with the role reader"}
	} else {
		m.Preview = &framed{at + Path + "/preview?id={{id}}", previewWidth, previewHeight} // a frame sends no token
	}
	return m
}

// mostQueries is how many queries a batch may have whatever they cost.
const mostQueries = 50

// batchSize is how many queries a batch may have.
func (s *service) batchSize() int {
	if s.MaxCost == 0 {
		return mostQueries
	}
	return int(max(1, min(mostQueries, s.MaxCost/searchCost)))
}

func tooCostly(cost, most int64) string {
	return fmt.Sprintf("it costs %d, at most %d is answered at once; ask for less of it", cost, most)
}

// kindNames are what the kinds of entities are called, which are the API's types.
var kindNames = map[kg.EntityKind]string{
	kg.KindPerson: "Person", kg.KindOrganization: "Organization", kg.KindCountry: "Country", kg.KindGroup: "Group of people",
	kg.KindOtherActor: "Actor of another kind", kg.KindPlace: "Place", kg.KindEvent: "Event", kg.KindProposal: "Proposal",
	kg.KindProvision: "Provision of a proposal", kg.KindReport: "Report",
}

func typeOf(kind kg.EntityKind) namedThing {
	return namedThing{ID: string(kind), Name: kindNames[kind]}
}

func types(kinds []kg.EntityKind) []namedThing {
	all := make([]namedThing, len(kinds))
	for i, kind := range kinds {
		all[i] = typeOf(kind)
	}
	return all
}
