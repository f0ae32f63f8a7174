package reconcile

import (
	"encoding/json"
	"net/http"
	"slices"

	"conflictgraph/internal/kg"
)

// mostExtended is how many entities properties are fetched of at once.
const mostExtended = 500

// extended is what some entities have as some properties.
type extended struct {
	Meta []column                      `json:"meta"`
	Rows map[string]map[string][]datum `json:"rows"`
}

// column is a property, with the type of the entities in it where it holds entities.
type column struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Type *namedThing `json:"type,omitempty"`
}

// datum is a text or an entity.
type datum struct {
	Text string `json:"str,omitempty"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// extend answers a query for data extension.
func (s *service) extend(r *http.Request) (any, error) {
	ctx := r.Context()
	var asked struct {
		IDs        []string
		Properties []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(r.Form.Get("extend")), &asked); err != nil {
		return nil, kg.BadInput("extend", `%s; send an object such as {"ids": ["anna-keller"], "properties": [{"id": "alias"}]}`, notJSON(err))
	}
	if len(asked.IDs) > mostExtended {
		return nil, kg.BadInput("extend.ids", "%d are too many; give at most %d", len(asked.IDs), mostExtended)
	}
	if len(asked.Properties) > mostProperties {
		return nil, kg.BadInput("extend.properties", "%d are too many; give at most %d", len(asked.Properties), mostProperties)
	}
	known, err := s.properties(ctx)
	if err != nil {
		return nil, err
	}
	var wanted properties
	answer := extended{Meta: []column{}, Rows: map[string]map[string][]datum{}}
	cost := int64(len(asked.IDs)) * entityCost
	for _, p := range asked.Properties {
		found, err := known.find("extend.properties", p.ID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(wanted, func(other property) bool { return other.id == found.id }) {
			continue
		}
		if found.relation != "" {
			cost += int64(len(asked.IDs)) * relationCost
		}
		wanted = append(wanted, found)
		answer.Meta = append(answer.Meta, column{ID: found.id, Name: found.name})
	}
	if err := s.charge(ctx, "extend", cost); err != nil {
		return nil, err
	}
	found, err := s.store.Get(ctx, kg.Keys{Entities: asked.IDs})
	if err != nil {
		return nil, err
	}
	var ids []string
	var entities []*kg.Entity
	for _, id := range asked.IDs {
		if _, twice := answer.Rows[id]; twice {
			continue
		}
		answer.Rows[id] = map[string][]datum{}
		for _, p := range wanted {
			answer.Rows[id][p.id] = []datum{}
		}
		if e := found.Entities[id]; e != nil {
			ids, entities = append(ids, id), append(entities, e)
		}
	}
	rows, err := s.cells(ctx, entities, wanted)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		for j, p := range wanted {
			for _, text := range append(rows[i][j].values, rows[i][j].texts...) {
				answer.Rows[id][p.id] = append(answer.Rows[id][p.id], datum{Text: text})
			}
			for _, e := range rows[i][j].entities {
				answer.Rows[id][p.id] = append(answer.Rows[id][p.id], datum{ID: e.ID, Name: e.Name})
			}
		}
	}
	return answer, nil
}

// proposeProperties answers with the properties that entities of a type can have.
func (s *service) proposeProperties(r *http.Request) (any, error) {
	p := r.URL.Query()
	var kind kg.EntityKind
	var err error
	if id := p.Get("type"); id != "" {
		if kind, err = kindOf("type", id); err != nil {
			return nil, err
		}
	}
	limit, err := count(p, "limit", mostProposed, mostProposed)
	if err != nil {
		return nil, err
	}
	known, err := s.properties(r.Context())
	if err != nil {
		return nil, err
	}
	proposed := known.of(kind)
	answer := struct {
		Limit      int          `json:"limit"`
		Type       string       `json:"type"`
		Properties []namedThing `json:"properties"`
	}{Limit: limit, Type: string(kind), Properties: []namedThing{}}
	for _, one := range proposed[:min(len(proposed), limit)] {
		answer.Properties = append(answer.Properties, one.named())
	}
	return answer, nil
}

// mostProposed is how many properties are proposed.
const mostProposed = 1000
