package limits_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

// costing is a handler of operations that cost something, behind a rate.
func costing(rate *limits.Rate, cost int64) http.Handler {
	return limits.Clients(nil, rate.Bound(1, limits.Receive(0, 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		operation := &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: ast.Query}}
		operation.Stats.SetExtension("Cost", cost)
		ctx := graphql.WithOperationContext(r.Context(), operation)
		response := rate.InterceptOperation(ctx, func(context.Context) graphql.ResponseHandler { return graphql.OneShot(answered) })(ctx)
		if len(response.Errors) > 0 {
			w.WriteHeader(http.StatusTeapot)
		}
	}))))
}

func from(address string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.RemoteAddr = address
	return r
}

func status(h http.Handler, r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Header().Get("Retry-After")
}

func TestAClientThatHasUsedUpEverythingIsToldWhenToComeBack(t *testing.T) {
	refusals := 0
	h := costing(limits.NewRate(0.01, 100, func() { refusals++ }), 40)
	for range 3 { // 41 each, of 100: the third is paid for afterwards
		code, _ := status(h, from("192.0.2.1:1"))
		require.Equal(t, http.StatusOK, code)
	}
	code, after := status(h, from("192.0.2.1:2"))
	require.Equal(t, http.StatusTooManyRequests, code, "another port is no other client")
	seconds, err := strconv.Atoi(after)
	require.NoError(t, err)
	require.InDelta(t, (3*41-100+1)/0.01, seconds, 100)
	require.Equal(t, 1, refusals)

	code, _ = status(h, from("192.0.2.2:1"))
	require.Equal(t, http.StatusOK, code, "another client")
}

func TestAnOperationIsRefusedWhereTheRequestUsedUpWhatWasLeft(t *testing.T) {
	h := costing(limits.NewRate(0.01, 1, nil), 1)
	code, after := status(h, from("192.0.2.1:1"))
	require.Equal(t, http.StatusTeapot, code)
	require.NotEmpty(t, after)
}

func TestAClientIsASubjectOrElseAnAddress(t *testing.T) {
	h := costing(limits.NewRate(0.01, 10, nil), 20)
	as := func(subject, address string) int {
		r := from(address)
		code, _ := status(h, r.WithContext(auth.With(r.Context(), auth.Principal{Subject: subject, Role: auth.Reader})))
		return code
	}
	require.Equal(t, http.StatusOK, as("ada", "192.0.2.1:1"))
	require.Equal(t, http.StatusTooManyRequests, as("ada", "192.0.2.2:1"))
	require.Equal(t, http.StatusOK, as("bob", "192.0.2.1:1"))
	code, _ := status(h, from("192.0.2.1:1"))
	require.Equal(t, http.StatusOK, code)
}

func TestOnlyProxiesAreBelievedWhomTheyForwardFor(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, c := range map[string]struct {
		remote    string
		forwarded []string
		want      string
	}{
		"nobody between":                      {"192.0.2.1:99", nil, "192.0.2.1"},
		"a client that pretends":              {"192.0.2.1:99", []string{"198.51.100.7"}, "192.0.2.1"},
		"a proxy":                             {"10.0.0.1:99", []string{"198.51.100.7"}, "198.51.100.7"},
		"a proxy, and a client that pretends": {"10.0.0.1:99", []string{"203.0.113.9, 198.51.100.7"}, "198.51.100.7"},
		"two proxies":                         {"10.0.0.1:99", []string{"203.0.113.9, 198.51.100.7, 10.0.0.2"}, "198.51.100.7"},
		"two headers":                         {"10.0.0.1:99", []string{"203.0.113.9", "198.51.100.7"}, "198.51.100.7"},
		"a proxy that says nothing":           {"10.0.0.1:99", nil, "10.0.0.1"},
		"a proxy that says nonsense":          {"10.0.0.1:99", []string{"198.51.100.7, nonsense"}, "10.0.0.1"},
		"proxies only":                        {"10.0.0.1:99", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		"an IPv6 network":                     {"[2001:db8:1:2:3:4:5:6]:99", nil, "2001:db8:1:2::/64"},
		"an IPv6 zone":                        {"[fe80::1%eth0]:99", nil, "fe80::/64"},
		"IPv4 in IPv6":                        {"[::ffff:192.0.2.1]:99", nil, "192.0.2.1"},
		"an IPv4 proxy in IPv6":               {"[::ffff:10.0.0.1]:99", []string{"198.51.100.7"}, "198.51.100.7"},
		"an IPv6 proxy":                       {"[fd00::1]:99", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::/64"},
		"no address":                          {"pipe", nil, "pipe"},
	} {
		r := from(c.remote)
		r.Header["X-Forwarded-For"] = c.forwarded
		require.Equal(t, c.want, limits.Address(r, proxies), name)
	}
}

func TestBothHeadersOfProxiesAreReadAndNeitherWhereTheyDisagree(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		remote    string
		forwarded []string
		listed    []string
		want      string
	}{
		"a client that pretends":              {"192.0.2.1:99", []string{"for=198.51.100.7"}, nil, "192.0.2.1"},
		"a proxy":                             {"10.0.0.1:99", []string{"for=198.51.100.7"}, nil, "198.51.100.7"},
		"a proxy, and a client that pretends": {"10.0.0.1:99", []string{"for=203.0.113.9, for=198.51.100.7"}, nil, "198.51.100.7"},
		"two proxies":                         {"10.0.0.1:99", []string{"for=198.51.100.7", "for=10.0.0.2"}, nil, "198.51.100.7"},
		"with all that may stand beside":      {"10.0.0.1:99", []string{`By=10.0.0.9;proto=https;FOR="198.51.100.7:4711";host="a,b;for=c"`}, nil, "198.51.100.7"},
		"IPv6":                                {"10.0.0.1:99", []string{`for="[2001:db8:1:2::9]:4711"`}, nil, "2001:db8:1:2::/64"},
		"IPv6 without a port":                 {"10.0.0.1:99", []string{`for="[2001:db8:1:2::9]"`}, nil, "2001:db8:1:2::/64"},
		"a name that hides":                   {"10.0.0.1:99", []string{"for=198.51.100.7, for=_hidden"}, nil, "10.0.0.1"},
		"unknown":                             {"10.0.0.1:99", []string{"for=198.51.100.7, for=unknown"}, nil, "10.0.0.1"},
		"nobody":                              {"10.0.0.1:99", []string{"for=198.51.100.7, proto=https"}, nil, "10.0.0.1"},
		"a quotation that does not end":       {"10.0.0.1:99", []string{`for=198.51.100.7, for="198.51.100.8`}, nil, "198.51.100.8"},
		"both, alike":                         {"10.0.0.1:99", []string{"for=198.51.100.7"}, []string{"198.51.100.7"}, "198.51.100.7"},
		"both, and one of them the client's":  {"10.0.0.1:99", []string{"for=203.0.113.9"}, []string{"203.0.113.8, 198.51.100.7"}, "10.0.0.1"},
		"a list with a port":                  {"10.0.0.1:99", nil, []string{"198.51.100.7:4711"}, "198.51.100.7"},
	} {
		r := from(c.remote)
		r.Header["Forwarded"], r.Header["X-Forwarded-For"] = c.forwarded, c.listed
		require.Equal(t, c.want, limits.Address(r, proxies), name)
	}
}

func TestRefusedTokensAreCountedForAnAddressBesideWhatItAsksFor(t *testing.T) {
	rate := limits.NewRate(0.01, 3000, nil)
	ask := func(address string) (*httptest.ResponseRecorder, error) {
		var err error
		w := httptest.NewRecorder()
		limits.Clients(nil, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if err = rate.Allow(r.Context()); err == nil {
				rate.Refused(r.Context())
			}
		})).ServeHTTP(w, from(address))
		return w, err
	}
	for range 3 {
		_, err := ask("192.0.2.1:1")
		require.NoError(t, err)
	}
	w, err := ask("192.0.2.1:2")
	require.Equal(t, kg.CodeRateLimited, kg.ErrorCode(err))
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	_, err = ask("192.0.2.2:1")
	require.NoError(t, err)
	code, _ := status(limits.Clients(nil, rate.Bound(1, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))), from("192.0.2.1:1"))
	require.Equal(t, http.StatusOK, code, "who sends no token is no guesser")
}
