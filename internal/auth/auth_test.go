package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
)

// kept is a test's own log.
func kept(t *testing.T) *bytes.Buffer {
	t.Helper()
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}

func TestATokenSaysWhoAsksAndWhatTheyMayDo(t *testing.T) {
	k := signing()
	a := accepting(t, "RS256", "EdDSA", "HS256")
	for name, c := range map[string]struct {
		token string
		want  auth.Principal
	}{
		"signed by RSA":            {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(nil)), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"signed by Ed25519":        {signed(t, jwt.SigningMethodEdDSA, "ed", k.ed, claims(nil)), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"signed by a secret":       {signed(t, jwt.SigningMethodHS256, "secret", k.secret, claims(nil)), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"naming no key":            {signed(t, jwt.SigningMethodRS256, "", k.rsa, claims(nil)), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"for several audiences":    {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"aud": []string{"other", audience}})), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"with several roles":       {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"roles": []any{"reader", "admin", 7, "curator"}})), auth.Principal{Subject: "ada", Role: auth.Admin}},
		"with roles as words":      {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"roles": "openid reader"})), auth.Principal{Subject: "ada", Role: auth.Reader}},
		"with roles nobody knows":  {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"roles": []string{"root", "Admin"}})), auth.Principal{Subject: "ada"}},
		"with roles of a bad form": {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"roles": map[string]any{"admin": true}})), auth.Principal{Subject: "ada"}},
		"expired a moment ago":     {signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(jwt.MapClaims{"exp": time.Now().Add(-5 * time.Second).Unix()})), auth.Principal{Subject: "ada", Role: auth.Curator}},
		"fixed, a reader's":        {fixedReader, auth.Principal{Subject: "token:reader", Role: auth.Reader}},
		"fixed, a curator's":       {fixedCurator, auth.Principal{Subject: "token:curator", Role: auth.Curator}},
		"fixed, an admin's":        {fixedAdmin, auth.Principal{Subject: "token:admin", Role: auth.Admin}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, err := a.Authenticate(context.Background(), "Bearer "+c.token)
			require.NoError(t, err)
			got := auth.From(ctx)
			require.Equal(t, strings.HasPrefix(name, "fixed"), got.Until.IsZero())
			got.Until = time.Time{}
			require.Equal(t, c.want, got)
		})
	}
	ctx, err := a.Authenticate(context.Background(), "")
	require.NoError(t, err)
	require.Equal(t, auth.Principal{}, auth.From(ctx))
}

// refused are headers that are answered by 401, whoever asks for what.
func refused(t *testing.T) map[string]string {
	k := signing()
	rs := func(but jwt.MapClaims) string {
		return "Bearer " + signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(but))
	}
	good := signed(t, jwt.SigningMethodRS256, "rsa", k.rsa, claims(nil))
	parts := strings.Split(good, ".")
	forged, err := json.Marshal(claims(jwt.MapClaims{"roles": []string{"admin"}}))
	require.NoError(t, err)
	return map[string]string{
		"no scheme":                             good,
		"another scheme":                        "Basic " + good,
		"no token":                              "Bearer ",
		"a token that is malformed":             "Bearer abc",
		"three parts of nothing":                "Bearer a.b.c",
		"a token that is cut off":               "Bearer " + parts[0] + "." + parts[1],
		"without its signature":                 "Bearer " + parts[0] + "." + parts[1] + ".",
		"with another's claims":                 "Bearer " + parts[0] + "." + encoded(forged) + "." + parts[2],
		"a token that has expired":              rs(jwt.MapClaims{"exp": time.Now().Add(-time.Minute).Unix()}),
		"a token that never expires":            rs(jwt.MapClaims{"exp": nil}),
		"a token that is not valid yet":         rs(jwt.MapClaims{"nbf": time.Now().Add(time.Hour).Unix()}),
		"another audience":                      rs(jwt.MapClaims{"aud": "another"}),
		"no audience":                           rs(jwt.MapClaims{"aud": nil}),
		"another issuer":                        rs(jwt.MapClaims{"iss": issuer + "/"}),
		"no issuer":                             rs(jwt.MapClaims{"iss": nil}),
		"no subject":                            rs(jwt.MapClaims{"sub": nil}),
		"an expiry that is a word":              rs(jwt.MapClaims{"exp": "tomorrow"}),
		"alg none":                              "Bearer " + signed(t, jwt.SigningMethodNone, "rsa", jwt.UnsafeAllowNoneSignatureType, claims(nil)),
		"alg None, with a signature":            "Bearer " + encoded([]byte(`{"alg":"None","typ":"JWT","kid":"rsa"}`)) + "." + parts[1] + "." + parts[2],
		"no alg":                                "Bearer " + encoded([]byte(`{"typ":"JWT","kid":"rsa"}`)) + "." + parts[1] + "." + parts[2],
		"HS256 by the public key":               "Bearer " + signed(t, jwt.SigningMethodHS256, "rsa", k.publicRSAasPEM, claims(nil)),
		"HS256 by the public key, no key named": "Bearer " + signed(t, jwt.SigningMethodHS256, "", k.publicRSAasPEM, claims(nil)),
		"HS256 by the public modulus":           "Bearer " + signed(t, jwt.SigningMethodHS256, "rsa", k.rsa.N.Bytes(), claims(nil)),
		"an algorithm that was not chosen":      "Bearer " + signed(t, jwt.SigningMethodRS512, "rsa", k.rsa, claims(nil)),
		"another RSA key":                       "Bearer " + signed(t, jwt.SigningMethodRS256, "rsa", k.otherRSA, claims(nil)),
		"another Ed25519 key":                   "Bearer " + signed(t, jwt.SigningMethodEdDSA, "ed", k.otherEd, claims(nil)),
		"another secret":                        "Bearer " + signed(t, jwt.SigningMethodHS256, "secret", append([]byte("x"), k.secret...), claims(nil)),
		"a key that nobody knows":               "Bearer " + signed(t, jwt.SigningMethodRS256, "unknown", k.rsa, claims(nil)),
		"another key's name":                    "Bearer " + signed(t, jwt.SigningMethodRS256, "ed", k.rsa, claims(nil)),
		"a fixed token and something more":      "Bearer " + fixedCurator + "x",
		"the beginning of a fixed token":        "Bearer " + fixedCurator[:20],
	}
}

func TestATokenThatIsNotAcceptedIsAnsweredBy401AndNotLogged(t *testing.T) {
	log := kept(t)
	reached := 0
	h := accepting(t, "RS256", "EdDSA", "HS256").Identify(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	for name, header := range refused(t) {
		t.Run(name, func(t *testing.T) {
			log.Reset()
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
			r.Header.Set("Authorization", header)
			h.ServeHTTP(w, r)
			require.Equal(t, http.StatusUnauthorized, w.Code)
			require.Contains(t, w.Header().Get("WWW-Authenticate"), "Bearer")
			require.Contains(t, w.Body.String(), `"code":"UNAUTHENTICATED"`)
			require.Zero(t, reached)
			for _, part := range strings.FieldsFunc(header, func(r rune) bool { return r == ' ' || r == '.' }) {
				if len(part) > 10 {
					require.NotContains(t, log.String(), part)
					require.NotContains(t, w.Body.String(), part)
				}
			}
		})
	}
}

func TestASecretIsNoKeyUnlessItsAlgorithmIsChosen(t *testing.T) {
	k := signing()
	a := accepting(t)
	_, err := a.Authenticate(context.Background(), "Bearer "+signed(t, jwt.SigningMethodHS256, "secret", k.secret, claims(nil)))
	require.Equal(t, kg.CodeUnauthenticated, kg.ErrorCode(err))
	_, err = a.Authenticate(context.Background(), "Bearer "+signed(t, jwt.SigningMethodEdDSA, "ed", k.ed, claims(nil)))
	require.NoError(t, err)
}

func TestRolesMayStandInAnyClaim(t *testing.T) {
	k := signing()
	for name, c := range map[string]struct {
		claim  string
		claims jwt.MapClaims
	}{
		"a claim within an object":      {"realm_access.roles", jwt.MapClaims{"realm_access": map[string]any{"roles": []string{"curator"}}}},
		"a claim with dots in its name": {"https://example.org/roles", jwt.MapClaims{"https://example.org/roles": []string{"curator"}}},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := auth.New(t.Context(), auth.Config{JWT: auth.JWT{Keys: keyFile(t, edKey("ed", k.ed)), Issuer: issuer, Audience: audience, RolesClaim: c.claim}})
			require.NoError(t, err)
			for want, more := range map[auth.Role]jwt.MapClaims{auth.Curator: c.claims, auth.Nobody: nil} {
				but := jwt.MapClaims{"roles": []string{"admin"}}
				for name, value := range more {
					but[name] = value
				}
				ctx, err := a.Authenticate(context.Background(), "Bearer "+signed(t, jwt.SigningMethodEdDSA, "ed", k.ed, claims(but)))
				require.NoError(t, err)
				require.Equal(t, want, auth.From(ctx).Role)
			}
		})
	}
}

func TestKeysThatAreFetchedMayChange(t *testing.T) {
	k := signing()
	var served atomic.Value
	served.Store(keySet(t, edKey("old", k.otherEd)))
	idp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(served.Load().([]byte)) }))
	defer idp.Close()
	a, err := auth.New(t.Context(), auth.Config{JWT: auth.JWT{Keys: idp.URL, Issuer: issuer, Audience: audience}})
	require.NoError(t, err)
	_, err = a.Authenticate(context.Background(), "Bearer "+signed(t, jwt.SigningMethodEdDSA, "old", k.otherEd, claims(nil)))
	require.NoError(t, err)
	served.Store(keySet(t, edKey("new", k.ed)))
	_, err = a.Authenticate(context.Background(), "Bearer "+signed(t, jwt.SigningMethodEdDSA, "new", k.ed, claims(nil)))
	require.NoError(t, err, "an unknown key is looked for")
}

func TestWhatCannotBeSetUpSaysWhatToDo(t *testing.T) {
	k := signing()
	for name, c := range map[string]struct {
		config auth.Config
		says   string
	}{
		"a short token":       {auth.Config{Tokens: map[auth.Role]string{auth.Curator: "secret"}}, "openssl rand"},
		"one token twice":     {auth.Config{Tokens: map[auth.Role]string{auth.Curator: fixedCurator, auth.Admin: fixedCurator}}, "give each its own"},
		"no issuer":           {auth.Config{JWT: auth.JWT{Keys: keyFile(t, edKey("ed", k.ed)), Audience: audience}}, "--jwt-issuer"},
		"no audience":         {auth.Config{JWT: auth.JWT{Keys: keyFile(t, edKey("ed", k.ed)), Issuer: issuer}}, "--jwt-audience"},
		"alg none":            {auth.Config{JWT: auth.JWT{Keys: keyFile(t, edKey("ed", k.ed)), Issuer: issuer, Audience: audience, Algorithms: []string{"none"}}}, "RS256"},
		"no such file":        {auth.Config{JWT: auth.JWT{Keys: "no-such-file.json", Issuer: issuer, Audience: audience}}, "no-such-file.json"},
		"no keys":             {auth.Config{JWT: auth.JWT{Keys: keyFile(t), Issuer: issuer, Audience: audience}}, "no key in it"},
		"a secret that short": {auth.Config{JWT: auth.JWT{Keys: keyFile(t, secretKey("s", []byte("short"))), Issuer: issuer, Audience: audience}}, "at least 32"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := auth.New(t.Context(), c.config)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), fixedCurator)
		})
	}
}

func TestWhoMayReadAndWhoMayMore(t *testing.T) {
	tokens := map[auth.Role]string{auth.Reader: fixedReader, auth.Curator: fixedCurator, auth.Admin: fixedAdmin}
	open, err := auth.New(t.Context(), auth.Config{Tokens: tokens, OpenReading: true})
	require.NoError(t, err)
	closed, err := auth.New(t.Context(), auth.Config{Tokens: tokens})
	require.NoError(t, err)
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	doors := map[string]http.Handler{
		"reading, open":   open.Identify(open.Readers(ok)),
		"reading, closed": closed.Identify(closed.Readers(ok)),
		"curators":        open.Identify(open.Only(auth.Curator, ok)),
		"admins":          open.Identify(open.Only(auth.Admin, ok)),
	}
	for token, want := range map[string]map[string]int{
		"":                          {"reading, open": 200, "reading, closed": 401, "curators": 401, "admins": 401},
		fixedReader:                 {"reading, open": 200, "reading, closed": 200, "curators": 403, "admins": 403},
		fixedCurator:                {"reading, open": 200, "reading, closed": 200, "curators": 200, "admins": 403},
		fixedAdmin:                  {"reading, open": 200, "reading, closed": 200, "curators": 200, "admins": 200},
		"not a token that is known": {"reading, open": 401, "reading, closed": 401, "curators": 401, "admins": 401},
	} {
		for door, status := range want {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			if token != "" {
				r.Header.Set("Authorization", "bearer  "+token)
			}
			w := httptest.NewRecorder()
			doors[door].ServeHTTP(w, r)
			require.Equal(t, status, w.Code, "%s with %q", door, token)
		}
	}
}
