package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"conflictgraph/internal/kg"
)

// details are the columns that say where and how many: a point as kg.Point.MarshalText
// writes it, and quantities in JSON.
type details struct{ point, quantities sql.NullString }

// read returns what the columns say.
func (d details) read() (point *kg.Point, quantities []kg.Quantity, err error) {
	if d.point.Valid {
		point = &kg.Point{}
		if err := point.UnmarshalText([]byte(d.point.String)); err != nil {
			return nil, nil, err
		}
	}
	if d.quantities.Valid {
		if err := json.Unmarshal([]byte(d.quantities.String), &quantities); err != nil {
			return nil, nil, fmt.Errorf("quantities %q: %w", d.quantities.String, err)
		}
	}
	return point, quantities, nil
}

// pointText returns a point as its column has it.
func pointText(p *kg.Point) any {
	if p == nil {
		return nil
	}
	return p.String()
}

// quantitiesText returns quantities as their column has them.
func quantitiesText(all []kg.Quantity) any {
	if len(all) == 0 {
		return nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(fmt.Sprintf("numbers that were checked are always JSON: %v", err))
	}
	return string(text)
}

// orNull returns NULL for what is empty.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
