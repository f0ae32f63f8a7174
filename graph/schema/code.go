package main

import (
	"embed"
	"io/fs"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
)

//go:embed code/*.gotpl
var code embed.FS

// write writes the code that executes operations on a schema, by templates of its own:
// gqlgen's are for fields that wait, are intercepted or are put off, which none but the
// root fields do.
func write(data *codegen.Data) error {
	code, err := fs.Sub(code, "code")
	if err != nil {
		return err
	}
	return templates.Render(templates.Options{
		PackageName: data.Config.Exec.Package, Filename: data.Config.Exec.Filename, Packages: data.Config.Packages,
		GeneratedHeader: true, Data: data, TemplateFS: code,
		Funcs: map[string]any{"planned": planned, "plannedAlike": plannedAlike, "leaf": leaf, "presence": presence},
	})
}

// planned reports whether the value of a field, with its arguments, was planned.
func planned(f *codegen.Field) bool { return f.IsResolver && !f.Object.Root }

// plannedAlike returns the planned fields of an object by what they are.
func plannedAlike(o *codegen.Object) (alike [][]*codegen.Field) {
	at := map[string]int{}
	for _, f := range o.Fields {
		if !planned(f) {
			continue
		}
		i, known := at[f.TypeReference.MarshalFunc()]
		if !known {
			i = len(alike)
			at[f.TypeReference.MarshalFunc()], alike = i, append(alike, nil)
		}
		alike[i] = append(alike[i], f)
	}
	return alike
}

// leaf reports whether the value of a field is a field or a method of its object and
// of a scalar or an enum that can always be written: nothing can go wrong with it. A
// number that may not be finite is none.
func leaf(f *codegen.Field) bool {
	direct := f.IsVariable() || f.IsMethod() && f.NoErr && !f.MethodHasContext
	return direct && !f.IsResolver && len(f.Args) == 0 && len(f.TypeReference.Definition.Fields) == 0 && !f.TypeReference.IsContext
}

// presence is the method of an object that takes the value of a field.
func presence(f *codegen.Field) string {
	if f.TypeReference.GQL.NonNull {
		return "required"
	}
	return "optional"
}
