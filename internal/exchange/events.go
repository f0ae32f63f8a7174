package exchange

import (
	"fmt"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// event is what a CAMEO code stands for in a graph.
type event struct {
	kind      kg.RelationType
	status    kg.Status
	certainty kg.Certainty
}

// events gives events by their codes.
type events map[string]*event

// of returns the event of a code or, where there is no code or none that CAMEO has,
// of the name that label is. It is called label where that is given and it was not
// called otherwise before.
func (e events) of(code, label string) (*event, error) {
	if known := e[code]; known != nil {
		return known, nil
	}
	named, known := cameo.OfCode(code)
	if !known && label != "" {
		if named, known = cameo.OfName(label); known {
			if e[named.Code] != nil {
				return e[named.Code], nil
			}
			code = named.Code
		}
	}
	if !known && code == "" {
		return nil, fmt.Errorf("there is no CAMEO code, and %s is not the name of a CAMEO event, such as Consult", quote(label))
	}
	if !known {
		return nil, fmt.Errorf("%s is not the code of a CAMEO event; these have three or four digits, such as 036", quote(code))
	}
	if label == "" {
		label = named.Name
	}
	if err := checkName("name of the event", label); err != nil {
		return nil, err
	}
	e[code] = &event{kind: named.RelationType(label), status: named.Status(), certainty: named.Certainty()}
	return e[code], nil
}
