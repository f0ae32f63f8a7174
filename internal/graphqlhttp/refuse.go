package graphqlhttp

import (
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"conflictgraph/internal/kg"
)

// Refuse answers a request that does not get as far as a Transport, with err as
// its only error. What err says is shown to the caller if it is a *kg.Error.
func Refuse(w http.ResponseWriter, status int, err error) {
	shown := gqlerror.Error{Message: http.StatusText(status), Extensions: map[string]any{"code": string(kg.ErrorCode(err))}}
	var known *kg.Error
	if errors.As(err, &known) {
		shown.Message = known.Message
	}
	w.Header().Set("Content-Type", jsonType+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(marshal(map[string]any{"errors": []any{shown}}), '\n'))
}
