package auth

import "strings"

// claimed returns the names in a claim, which is a list or words with blanks
// between them. Where there is no claim of that name, its dots lead into objects.
func claimed(claims map[string]any, name string) []string {
	value, found := claims[name]
	for rest := name; !found; {
		first, beneath, dotted := strings.Cut(rest, ".")
		inner, isObject := claims[first].(map[string]any)
		if !dotted || !isObject {
			return nil
		}
		claims, rest = inner, beneath
		value, found = claims[rest]
	}
	switch value := value.(type) {
	case string:
		return strings.Fields(value)
	case []any:
		var names []string
		for _, v := range value {
			if s, ok := v.(string); ok {
				names = append(names, s)
			}
		}
		return names
	}
	return nil
}

// highest returns the highest of some roles; names of others count for nothing.
func highest(names []string) Role {
	role := Nobody
	for _, name := range names {
		role = max(role, RoleOf(name))
	}
	return role
}
