package graph_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/bothstores"
)

// definition is a type as introspection shows it.
type definition struct {
	Name, Kind string
	Fields     []fieldOf
	Interfaces []typeRef
}

type fieldOf struct {
	Name string
	Type typeRef
	Args []struct {
		Name string
		Type typeRef
	}
}

type typeRef struct {
	Name, Kind string
	OfType     *typeRef
}

func TestIntrospectionShowsHowCostsAreDeclared(t *testing.T) {
	var answer struct {
		Schema struct {
			Directives []struct {
				Name, Description string
				IsRepeatable      bool
				Locations         []string
				Args              []struct {
					Name, Description string
					Type              typeRef
					DefaultValue      *string
				}
			}
		} `json:"__schema"`
	}
	h := seeded(t, bothstores.SQLite(t))
	into(t, data(t, h, `{ __schema { directives { name description isRepeatable locations
		args { name description defaultValue type { name kind ofType { name kind ofType { name kind ofType { name kind } } } } } } } }`, nil), &answer)
	shown := map[string]string{}
	for _, d := range answer.Schema.Directives {
		var arguments []string
		for _, a := range d.Args {
			text := a.Name + ": " + a.Type.String()
			if a.DefaultValue != nil {
				text += " = " + *a.DefaultValue
			}
			arguments = append(arguments, text)
			require.NotEmpty(t, a.Description, "%s(%s:)", d.Name, a.Name)
		}
		require.NotEmpty(t, d.Description, d.Name)
		slices.Sort(d.Locations)
		shown[d.Name] = strings.Join(arguments, ", ") + " on " + strings.Join(d.Locations, " | ")
	}
	// As the draft of GraphQL Cost Directives defines them.
	require.Equal(t, "weight: String! on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR", shown["cost"])
	require.Equal(t, "assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true on FIELD_DEFINITION", shown["listSize"])
	require.Equal(t, "weight: String! on FIELD_DEFINITION", shown["scanCost"])
	require.Equal(t, `field: String!, weight: String! = "0", scanWeight: String! = "0", itemsEach: Int! = 1 on FIELD_DEFINITION`, shown["costWithin"])
}

// introspect returns the types of a schema by their names.
func introspect(t *testing.T, h http.Handler) map[string]definition {
	t.Helper()
	const ref = `{ name kind ofType { name kind ofType { name kind ofType { name kind } } } }`
	var answer struct {
		Schema struct{ Types []definition } `json:"__schema"`
	}
	into(t, data(t, h, `{ __schema { types { name kind interfaces { name } fields { name type `+ref+` args { name type `+ref+` } } } } }`, nil), &answer)
	types := map[string]definition{}
	for _, d := range answer.Schema.Types {
		types[d.Name] = d
	}
	return types
}

// field returns a field, without a name where there is none.
func (d definition) field(name string) fieldOf {
	i := slices.IndexFunc(d.Fields, func(f fieldOf) bool { return f.Name == name })
	if i < 0 {
		return fieldOf{}
	}
	return d.Fields[i]
}

func (d definition) implements(name string) bool {
	return slices.ContainsFunc(d.Interfaces, func(i typeRef) bool { return i.Name == name })
}

// connections returns the names of the fields that are connections.
func (d definition) connections() []string {
	var names []string
	for _, f := range d.Fields {
		if strings.HasSuffix(f.Type.named(), "Connection") {
			names = append(names, f.Name)
		}
	}
	return names
}

func (f fieldOf) arguments() map[string]string {
	types := map[string]string{}
	for _, a := range f.Args {
		types[a.Name] = a.Type.String()
	}
	return types
}

// required returns the arguments that have to be given: all that a client which
// knows nothing but a specification gives.
func (f fieldOf) required() map[string]string {
	types := f.arguments()
	maps.DeleteFunc(types, func(_, of string) bool { return !strings.HasSuffix(of, "!") })
	return types
}

func (r typeRef) String() string {
	switch r.Kind {
	case "NON_NULL":
		return r.OfType.String() + "!"
	case "LIST":
		return "[" + r.OfType.String() + "]"
	}
	return r.Name
}

func (r typeRef) named() string { return strings.Trim(r.String(), "[]!") }

func (r typeRef) isList() bool { return strings.Contains(r.String(), "[") }
