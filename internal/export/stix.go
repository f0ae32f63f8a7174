package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"conflictgraph/internal/kg"
)

// stix writes a STIX 2.1 bundle of what has a counterpart there: actors are
// identities, events are incidents, and a relation between any two of these is a
// relationship. Places, proposals, provisions and reports are left out, and so is
// what is said of them: STIX knows them by codes, coordinates or contents that the
// graph has not. What STIX has no property for is in an extension.
//
// STIX has a revoked object stay so. One that was merged into another is revoked; it
// is an object of another id once that is taken back.
type stix struct {
	plain
	out      *bufio.Writer
	objects  hash.Hash // of what was written of these
	versions *versions
	reborn   map[string]stixLife // of entities that answer, by id: where it is not their first
}

// stixLife is the object that an entity is now, and since when.
type stixLife struct {
	id    string
	began time.Time
}

func openSTIX(out *bufio.Writer) encoder {
	return &stix{out: out, objects: sha256.New(), reborn: map[string]stixLife{}}
}

func (s *stix) follow(v *versions) { s.versions = v }

// stixClasses are the identity classes of actors.
var stixClasses = map[kg.EntityKind]string{
	kg.KindPerson: "individual", kg.KindOrganization: "organization", kg.KindCountry: "organization",
	kg.KindGroup: "group", kg.KindOtherActor: "unspecified",
}

// stixSpace is the name space of the ids, which depend on those of the graph
// alone.
var stixSpace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:conflictgraph"))

func stixID(kind, id string) string {
	return kind + "--" + uuid.NewSHA1(stixSpace, []byte(id)).String()
}

// The extension and its maker, and when they were made.
var (
	stixExtension = stixID("extension-definition", "extension")
	stixMaker     = stixID("identity", "maker")
)

const stixMade = "2025-12-01T00:00:00.000Z"

// stixKind returns what an entity of a kind is in STIX; empty for nothing.
func stixKind(kind kg.EntityKind) string {
	switch {
	case kind.IsActor():
		return "identity"
	case kind == kg.KindEvent:
		return "incident"
	}
	return ""
}

type stixObject struct {
	Type        string                    `json:"type"`
	SpecVersion string                    `json:"spec_version"`
	ID          string                    `json:"id"`
	CreatedBy   string                    `json:"created_by_ref,omitempty"`
	Created     any                       `json:"created"`
	Modified    any                       `json:"modified"`
	Name        string                    `json:"name,omitempty"`
	Description string                    `json:"description,omitempty"`
	Class       string                    `json:"identity_class,omitempty"`
	Relation    string                    `json:"relationship_type,omitempty"`
	Source      string                    `json:"source_ref,omitempty"`
	Target      string                    `json:"target_ref,omitempty"`
	Start       any                       `json:"start_time,omitempty"`
	Stop        any                       `json:"stop_time,omitempty"`
	Revoked     bool                      `json:"revoked,omitempty"`
	References  []stixReference           `json:"external_references,omitempty"`
	Schema      string                    `json:"schema,omitempty"`
	Version     string                    `json:"version,omitempty"`
	Extends     []string                  `json:"extension_types,omitempty"`
	Extensions  map[string]map[string]any `json:"extensions,omitempty"`
}

// stixReference is a piece of evidence, or by what a register knows an entity.
type stixReference struct {
	Source      string `json:"source_name"`
	Description string `json:"description,omitempty"`
	ExternalID  string `json:"external_id,omitempty"`

	URL    string            `json:"url,omitempty"`
	Hashes map[string]string `json:"hashes,omitempty"`
}

// stixQuote returns the reference to words of a document, of which d is known. What has a
// digest is the file that is kept.
func stixQuote(e kg.Evidence, d *kg.Document) stixReference {
	quote := stixReference{Source: e.Document, Description: e.Exact}
	if d != nil && d.Details.ArchivedURL != "" {
		quote.URL = d.Details.ArchivedURL
		if d.Details.SHA256 != "" {
			quote.Hashes = map[string]string{"SHA-256": d.Details.SHA256}
		}
	}
	return quote
}

func (s *stix) begin(section section) error {
	switch section {
	case documentSection:
		_, _ = s.out.WriteString(`{"type": "bundle", "objects": [` + "\n")
		return errors.Join(
			s.write("", stixObject{Type: "identity", ID: stixMaker, Created: stixMade, Modified: stixMade, Name: "conflictgraph", Class: "system"}),
			s.write(",\n", stixObject{
				Type: "extension-definition", ID: stixExtension, CreatedBy: stixMaker, Created: stixMade, Modified: stixMade,
				Name: "conflictgraph", Description: "What conflictgraph knows of an entity or a relation, by the names that its other exports use.",
				Schema: "urn:conflictgraph:stix-extension", Version: "1.0.0", Extends: []string{"property-extension"},
			}),
		)
	case endSection:
		// It is an id of its own for each content, known only once that is.
		_, _ = s.out.WriteString("\n], \"id\": \"" + stixID("bundle", hex.EncodeToString(s.objects.Sum(nil))) + "\"}\n")
	}
	return nil
}

func (s *stix) write(before string, o stixObject) error {
	o.SpecVersion = "2.1"
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	// What fails is reported when out is flushed.
	_, _ = s.out.WriteString(before)
	_, _ = s.out.Write(text)
	_, _ = s.objects.Write(append(text, '\n'))
	return nil
}

func (s *stix) entity(e *kg.Entity) error {
	for _, id := range e.IDs() {
		count := map[string]int{}
		for _, l := range s.versions.lives(id, stixKind) {
			object := stixLifeID(l.as, id, count[l.as])
			count[l.as]++
			if err := s.life(e, id, object, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// stixLifeID returns the id of an entity as an object of a kind that it has been some
// times before.
func stixLifeID(kind, id string, before int) string {
	if before > 0 {
		id += "\n" + strconv.Itoa(before)
	}
	return stixID(kind, id)
}

// life writes what an entity is, or was, by itself or as what it was merged into.
func (s *stix) life(e *kg.Entity, id, object string, l life) error {
	o := stixObject{
		Type: l.as, ID: object, Created: moment(&l.began),
		Name: l.state.Name, Description: l.state.Description, Class: stixClasses[l.state.Kind],
	}
	switch {
	case l.ended != nil:
		o.Revoked, o.Modified = true, moment(l.ended)
		extension := map[string]any{"extension_type": "property-extension", "graph_id": id}
		if l.into != "" {
			extension["merged_into"] = l.into
		}
		o.Extensions = map[string]map[string]any{stixExtension: extension}
	case id == e.ID:
		if object != stixID(l.as, id) {
			s.reborn[id] = stixLife{object, l.began}
		}
		changed := latest(l.began, s.versions.changed(e))
		o.Modified, o.Extensions = moment(&changed), stixExtensions(nodeColumns, e, e.ID)
		for _, i := range e.Identifiers {
			o.References = append(o.References, stixReference{Source: i.Scheme, ExternalID: i.Value, URL: i.URL()})
		}
	default:
		return nil // it came to be one with e while this was written
	}
	return s.write(",\n", o)
}

// end returns what a relation refers to as an end of some kind, and since when it
// can.
func (s *stix) end(kind, id string) stixLife {
	if l, reborn := s.reborn[id]; reborn {
		return l
	}
	return stixLife{id: stixID(kind, id)}
}

func (s *stix) relation(r edge) error {
	from, to := stixKind(r.subject.Kind), stixKind(r.object.Kind)
	if from == "" || to == "" {
		return nil
	}
	source, target := s.end(from, r.Subject), s.end(to, r.Object)
	modified := latest(s.versions.relationChanged(r.Relation), source.began, target.began)
	o := stixObject{
		Type: "relationship", ID: stixID("relationship", r.ID), Created: moment(&r.RecordedAt), Modified: moment(&modified),
		Relation: stixRelationship(r), Source: source.id, Target: target.id, Description: labelOf(r, r.of.Label),
		Extensions: stixExtensions(edgeColumns, r, r.ID),
	}
	if r.Time != nil {
		o.Start, o.Stop = stixDay(r.Time.Start, 0), stixDay(r.Time.End, 1)
	}
	for _, e := range r.Evidence {
		if e.Source != nil {
			o.References = append(o.References, stixReference{Source: e.Source.Dataset, ExternalID: e.Source.Record})
		} else {
			o.References = append(o.References, stixQuote(e, r.documents[e.Document]))
		}
	}
	return s.write(",\n", o)
}

// stixDay returns the moment that a day, and some days more, begins; nothing for a
// year that STIX cannot write.
func stixDay(d *kg.Date, more kg.Date) any {
	if d == nil {
		return nil
	}
	t := (*d + more).Time()
	if t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	return t.Format(time.RFC3339)
}

// stixExtensions returns all that there is to say, with names as STIX wants them:
// recorded_at for recordedAt.
func stixExtensions[T any](columns []column[T], of T, id string) map[string]map[string]any {
	all := map[string]any{"extension_type": "property-extension", "graph_id": id}
	for _, c := range columns {
		if v := c.of(of); v != nil {
			all[snake(c.name)] = v
		}
	}
	return map[string]map[string]any{stixExtension: all}
}

func snake(name string) string {
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}
