package model

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"conflictgraph/internal/kg"
)

// MarshalDate and UnmarshalDate are the scalar Date: YYYY-MM-DD.
func MarshalDate(d kg.Date) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(d.String())) })
}

func UnmarshalDate(v any) (kg.Date, error) {
	s, ok := v.(string)
	if !ok {
		s = fmt.Sprint(v)
	}
	d, err := kg.ParseDate(s)
	if err != nil {
		return 0, kg.BadInput("", "%v", err)
	}
	return d, nil
}

// MarshalDateTime and UnmarshalDateTime are the scalar DateTime: RFC 3339, in
// UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(t.UTC().Format(time.RFC3339Nano)))
	})
}

func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, kg.BadInput("", "%s is not a moment; write it as RFC 3339 does, for example 2025-12-01T12:00:00Z", kg.Shorten(fmt.Sprintf("%#v", v)))
	}
	return t, nil
}
