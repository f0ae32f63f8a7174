package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// validation returns the rules of queries. Without suggestions, their messages
// name nothing of the schema that the caller did not; two more of the rules
// SetDisableSuggestion replaces.
func validation(suggestions bool) *rules.Rules {
	all := rules.NewDefaultRules()
	all.AddRule(readableScalars.Name, readableScalars.RuleFunc)
	if suggestions {
		return all
	}
	for _, rule := range []core.Rule{
		rules.KnownArgumentNamesRuleWithoutSuggestions, rules.KnownTypeNamesRuleWithoutSuggestions, rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		all.RemoveRule(strings.TrimSuffix(rule.Name, "WithoutSuggestions"))
		all.AddRule(rule.Name, rule.RuleFunc)
	}
	return all
}

// readableScalars refuses what cannot be read as a scalar at all: an object, and a
// number that is too large. The default rules let both pass.
var readableScalars = core.Rule{
	Name: "ReadableScalars",
	RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			switch value.Kind {
			case ast.IntValue, ast.FloatValue:
				if value.Definition != nil && (value.Definition.Kind != ast.Scalar || value.Definition.BuiltIn) {
					return // left to the default rules
				}
				if _, err := value.Value(nil); err != nil {
					addError(core.Message("%s is too large a number; give a smaller one, or a text", value.Raw), core.At(value.Position))
				}
			case ast.ObjectValue:
				if value.Definition != nil && value.Definition.Kind != ast.InputObject {
					addError(core.Message("%s cannot be an object; give one value", value.ExpectedType), core.At(value.Position))
				}
			}
		})
	},
}
