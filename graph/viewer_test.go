package graph_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"conflictgraph/graph"
	"conflictgraph/internal/auth"
	"conflictgraph/internal/store/memory"
)

func TestWhoAsksIsToldWhatTheyMay(t *testing.T) {
	store := memory.Open()
	for what, c := range map[string]struct {
		principal auth.Principal
		tokens    bool
		says      string
	}{
		"somebody where there are no tokens": {auth.Principal{}, false, `{"viewer":{"name":null,"role":"READER","tokens":false}}`},
		"somebody without a token":           {auth.Principal{}, true, `{"viewer":{"name":null,"role":"READER","tokens":true}}`},
		"a contributor":                      {auth.Principal{Subject: "carl", Role: auth.Contributor}, true, `{"viewer":{"name":"carl","role":"CONTRIBUTOR","tokens":true}}`},
		"a curator":                          {auth.Principal{Subject: "ana", Role: auth.Curator}, true, `{"viewer":{"name":"ana","role":"CURATOR","tokens":true}}`},
		"an admin":                           {auth.Principal{Subject: "root", Role: auth.Admin}, true, `{"viewer":{"name":"root","role":"ADMIN","tokens":true}}`},
	} {
		t.Run(what, func(t *testing.T) {
			h := graph.NewHandler(store, graph.Options{Tokens: c.tokens})
			as := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(auth.With(r.Context(), c.principal)))
			})
			require.JSONEq(t, c.says, data(t, as, `{ viewer { name role tokens } }`, nil))
		})
	}
}
