package auth

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Directive is the schema directive that names the role which a field needs:
// @role(requires: CURATOR).
const Directive = "role"

// Permissions refuses an operation before it is executed if it selects a field
// that needs a role which the caller does not have. A field of Mutation without
// the directive needs Curator. Use it as an extension of gqlgen's handler.
type Permissions struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = Permissions{}

// ExtensionName returns "Permissions".
func (Permissions) ExtensionName() string { return "Permissions" }

// Validate returns nil.
func (Permissions) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext returns an error of Require for the first field that the
// caller may not select.
func (Permissions) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	refused := ""
	var problem error
	var position *ast.Position
	eachField(operation.Operation, func(field *ast.Field) bool {
		role := needed(field)
		if role == Nobody {
			return true
		}
		if problem = Require(ctx, role); problem != nil {
			refused, position = field.Name, field.Position
		}
		return problem == nil
	})
	if problem == nil {
		return nil
	}
	shown := &gqlerror.Error{Err: problem, Message: problem.Error(), Path: ast.Path{ast.PathName(refused)}}
	if position != nil {
		shown.Locations = []gqlerror.Location{{Line: position.Line, Column: position.Column}}
	}
	return shown
}

// needed returns the role that a field needs.
func needed(field *ast.Field) Role {
	if field.Definition == nil {
		return Nobody
	}
	if d := field.Definition.Directives.ForName(Directive); d != nil {
		return roleOfEnum(d)
	}
	if field.ObjectDefinition != nil && field.ObjectDefinition.Name == "Mutation" && field.Name != "__typename" {
		return Curator
	}
	return Nobody
}

var enumRoles = map[string]Role{"READER": Reader, "CONTRIBUTOR": Contributor, "CURATOR": Curator, "ADMIN": Admin}

// roleOfEnum returns the highest role for a directive that names none we know.
func roleOfEnum(d *ast.Directive) Role {
	if a := d.Arguments.ForName("requires"); a != nil {
		if role, ok := enumRoles[a.Value.Raw]; ok {
			return role
		}
	}
	return Admin
}

// eachField calls visit for every field of an operation, once for each place
// where it stands in the text, until visit returns false.
func eachField(operation *ast.OperationDefinition, visit func(*ast.Field) bool) {
	seen := map[*ast.FragmentDefinition]bool{}
	sets := []ast.SelectionSet{operation.SelectionSet}
	for len(sets) > 0 {
		set := sets[len(sets)-1]
		sets = sets[:len(sets)-1]
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !visit(s) {
					return
				}
				sets = append(sets, s.SelectionSet)
			case *ast.InlineFragment:
				sets = append(sets, s.SelectionSet)
			case *ast.FragmentSpread:
				if s.Definition != nil && !seen[s.Definition] {
					seen[s.Definition] = true
					sets = append(sets, s.Definition.SelectionSet)
				}
			}
		}
	}
}
