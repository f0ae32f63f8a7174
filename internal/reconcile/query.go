package reconcile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"conflictgraph/internal/kg"
)

// The bounds of a query.
const (
	fewCandidates  = 5 // where a query does not say how many
	mostCandidates = 25
	mostProperties = 20
	mostValues     = 50 // of a property
)

// query is one query of a batch, after it was checked.
type query struct {
	text       string
	kinds      []kg.EntityKind
	limit      int
	properties []condition
}

// condition is a property of a query with the values of which an entity is to have one.
type condition struct {
	property property
	values   []value
}

// value is a value of a property: an id, where it was matched already, or a text.
type value struct{ id, text string }

// parseBatch reads a batch of queries, by their keys. Errors name the query.
func parseBatch(text string, most int, known properties) (map[string]query, error) {
	var batch map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &batch); err != nil || batch == nil {
		return nil, kg.BadInput("queries", `%s; send a JSON object of queries by their keys, such as {"q0": {"query": "Anna Keller"}}`, notJSON(err))
	}
	if len(batch) > most {
		return nil, &kg.Error{Code: codeTooLarge, Field: "queries", Message: fmt.Sprintf("%d queries are too many; send at most %d at once", len(batch), most)}
	}
	parsed := make(map[string]query, len(batch))
	for key, raw := range batch {
		q, err := parseQuery("queries."+kg.Shorten(key), raw, known)
		if err != nil {
			return nil, err
		}
		parsed[key] = q
	}
	return parsed, nil
}

func notJSON(err error) string {
	if err == nil {
		return "it is null"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func parseQuery(field string, raw json.RawMessage, known properties) (q query, err error) {
	var asked struct {
		Query      *string
		Type       json.RawMessage
		TypeStrict string `json:"type_strict"`
		Limit      *json.Number
		Properties []struct {
			PID string
			V   json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &asked); err != nil {
		return q, kg.BadInput(field, "%s; send an object with query, and perhaps type, limit and properties", notJSON(err))
	}
	if q.kinds, err = parseTypes(field+".type", asked.Type); err != nil {
		return q, err
	}
	if s := asked.TypeStrict; s != "" && s != "any" && s != "should" && s != "all" {
		return q, kg.BadInput(field+".type_strict", "%q is none of any, should and all", kg.Shorten(s))
	}
	q.limit = fewCandidates
	if asked.Limit != nil {
		n, err := strconv.Atoi(asked.Limit.String())
		if err != nil || n < 1 {
			return q, kg.BadInput(field+".limit", "%s is no number of candidates; give one from 1 to %d", asked.Limit, mostCandidates)
		}
		q.limit = min(n, mostCandidates)
	}
	if len(asked.Properties) > mostProperties {
		return q, kg.BadInput(field+".properties", "%d are too many; give at most %d", len(asked.Properties), mostProperties)
	}
	for i, p := range asked.Properties {
		at := fmt.Sprintf("%s.properties[%d]", field, i)
		known, err := known.find(at+".pid", p.PID)
		if err != nil {
			return q, err
		}
		values, err := parseValues(at+".v", p.V)
		if err != nil {
			return q, err
		}
		q.properties = append(q.properties, condition{known, known.normal(values)})
	}
	if asked.Query != nil {
		q.text = strings.TrimSpace(*asked.Query)
	}
	if q.text == "" {
		q.text = q.name()
	}
	if q.text == "" {
		return q, kg.BadInput(field+".query", "it is missing or empty; give a name, here or as the property name")
	}
	return q, nil
}

// name returns the name that the properties of a query give, or "".
func (q query) name() string {
	for _, p := range q.properties {
		if p.property.id == nameProperty && len(p.values) > 0 {
			return p.values[0].text
		}
	}
	return ""
}

// normal returns values as entities have them, where a property is an identifier. What is
// none stays as it is: it is data of a table, which no entity has.
func (p property) normal(values []value) []value {
	if p.scheme == "" {
		return values
	}
	for n, v := range values {
		if i, err := (kg.Identifier{Scheme: p.scheme, Value: cmp.Or(v.text, v.id)}).Check(""); err == nil {
			values[n] = value{text: i.Value}
		}
	}
	return values
}

// identifiers returns those that an entity is to have.
func (q query) identifiers() (all []kg.Identifier) {
	for _, p := range q.properties {
		for _, v := range p.values {
			if i, err := (kg.Identifier{Scheme: p.property.scheme, Value: v.text}).Check(""); err == nil {
				all = append(all, i)
			}
		}
	}
	return all
}

// parseTypes reads one type or a list of types.
func parseTypes(field string, raw json.RawMessage) (kinds []kg.EntityKind, err error) {
	ids, err := oneOrMore(raw, func(raw json.RawMessage) (id string, err error) {
		if json.Unmarshal(raw, &id) != nil {
			var named struct{ ID string }
			err = json.Unmarshal(raw, &named)
			id = named.ID
		}
		return id, err
	})
	if err != nil {
		return nil, kg.BadInput(field, "%s; give the id of a type, or a list of them", notJSON(err))
	}
	for _, id := range ids {
		if id == "" {
			continue
		}
		kind, err := kindOf(field, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, nil
}

func kindOf(field, id string) (kg.EntityKind, error) {
	if kind := kg.EntityKind(id); slices.Contains(kg.EntityKinds, kind) {
		return kind, nil
	}
	return "", kg.BadInput(field, "%q is no type; the types are %v", kg.Shorten(id), kg.EntityKinds)
}

// parseValues reads a value of a property, or a list of values.
func parseValues(field string, raw json.RawMessage) ([]value, error) {
	values, err := oneOrMore(raw, parseValue)
	switch {
	case err != nil:
		return nil, kg.BadInput(field, `%s; give a text, a number, true, false, {"id": …}, or a list of these`, notJSON(err))
	case len(values) > mostValues:
		return nil, kg.BadInput(field, "%d values are too many; give at most %d", len(values), mostValues)
	}
	return values, nil
}

func parseValue(raw json.RawMessage) (v value, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		return v, err
	}
	switch given := decoded.(type) {
	case string:
		v.text = given
	case json.Number:
		v.text = given.String()
	case bool:
		v.text = strconv.FormatBool(given)
	case map[string]any:
		v.id, _ = given["id"].(string)
		v.text, _ = given["name"].(string)
		if v.id == "" {
			err = errors.New("an object has no id")
		}
	default:
		err = fmt.Errorf("%s is no value", kg.Shorten(string(raw)))
	}
	return v, err
}

// oneOrMore reads a value, or each of a list; there are none where nothing is given.
func oneOrMore[T any](raw json.RawMessage, read func(json.RawMessage) (T, error)) (all []T, err error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	list := []json.RawMessage{raw}
	if raw[0] == '[' {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, err
		}
	}
	for _, one := range list {
		v, err := read(one)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
