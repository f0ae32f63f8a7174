package gen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestAnObjectHasEachAliasOnce(t *testing.T) {
	written := func(names ...string) string {
		var fields []graphql.CollectedField
		for _, name := range names {
			fields = append(fields, graphql.CollectedField{Field: &ast.Field{Alias: name}})
		}
		o := newObject(fields)
		for i := range o.Values {
			o.Values[i] = graphql.MarshalInt(i)
		}
		var b strings.Builder
		o.MarshalGQL(&b)
		return b.String()
	}
	require.Equal(t, `{}`, written())
	require.Equal(t, `{"a":0,"b":1,"c":3}`, written("a", "b", "a", "c"))

	var many, want []string
	for i := range manyFields {
		many, want = append(many, fmt.Sprint("f", i)), append(want, fmt.Sprintf(`"f%d":%d`, i, i))
	}
	require.Equal(t, "{"+strings.Join(want, ",")+"}", written(append(many, many...)...))
}
