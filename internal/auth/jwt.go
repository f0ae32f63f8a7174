package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

// JWT says which JSON Web Tokens are accepted.
type JWT struct {
	Keys       string   // the JWK set: a file, or where it is, such as https://idp.example.org/jwks.json; no tokens are accepted where empty
	Issuer     string   // what "iss" has to be
	Audience   string   // what "aud" has to name
	Algorithms []string // those of algorithms that may sign; RS256 and EdDSA where empty
	RolesClaim string   // the claim with the roles, a list or words; "roles" where empty. A dot leads into an object.

	Client *http.Client // what fetches the keys; http.DefaultClient where nil
}

var (
	algorithms        = []string{"RS256", "EdDSA", "HS256"}
	defaultAlgorithms = algorithms[:2] // a secret that verifies can also sign, so it has to be asked for
)

// clockSkew is how far the clocks of who signs and who verifies may differ.
const clockSkew = 30 * time.Second

// jwtVerifier verifies tokens that somebody else signed.
type jwtVerifier struct {
	keys   keyfunc.Keyfunc
	parser *jwt.Parser
	claim  string
}

func newJWTVerifier(ctx context.Context, c JWT) (*jwtVerifier, error) {
	if c.Issuer == "" || c.Audience == "" {
		return nil, errors.New("JSON Web Tokens need an issuer and an audience to be checked: give --jwt-issuer and --jwt-audience")
	}
	if len(c.Algorithms) == 0 {
		c.Algorithms = defaultAlgorithms
	}
	for _, a := range c.Algorithms {
		if !slices.Contains(algorithms, a) {
			return nil, fmt.Errorf("--jwt-algorithm %q is not accepted; choose from %s", a, strings.Join(algorithms, ", "))
		}
	}
	if c.RolesClaim == "" {
		c.RolesClaim = "roles"
	}
	keys, err := readKeys(ctx, c.Keys, c.Client)
	if err != nil {
		return nil, fmt.Errorf("the keys of JSON Web Tokens, --jwt-keys %s: %w", c.Keys, err)
	}
	return &jwtVerifier{keys: keys, claim: c.RolesClaim, parser: jwt.NewParser(
		jwt.WithValidMethods(c.Algorithms),
		jwt.WithIssuer(c.Issuer),
		jwt.WithAudience(c.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(clockSkew),
	)}, nil
}

func (v *jwtVerifier) verify(ctx context.Context, token string) (Principal, error) {
	claims := jwt.MapClaims{}
	if _, err := v.parser.ParseWithClaims(token, claims, v.keys.KeyfuncCtx(ctx)); err != nil {
		return Principal{}, err
	}
	subject, err := claims.GetSubject()
	if err != nil {
		return Principal{}, err
	}
	if subject == "" {
		return Principal{}, errors.New("the token has no sub")
	}
	expires, err := claims.GetExpirationTime()
	if err != nil {
		return Principal{}, err
	}
	until := expires.Time
	if !until.After(time.Now()) { // it is accepted for the clocks' sake
		until = until.Add(clockSkew)
	}
	return Principal{Subject: subject, Role: highest(claimed(claims, v.claim)), Until: until}, nil
}

func readKeys(ctx context.Context, from string, client *http.Client) (keyfunc.Keyfunc, error) {
	if strings.HasPrefix(from, "https://") || strings.HasPrefix(from, "http://") {
		storage, err := fetchKeys(ctx, from, client)
		if err != nil {
			return nil, err
		}
		return keyfunc.New(keyfunc.Options{Ctx: ctx, Storage: storage})
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return nil, err
	}
	return parseKeys(ctx, text)
}

// shortestSecret is that of HS256's digest, as RFC 7518 demands.
const shortestSecret = 32

// parseKeys reads a JWK set, secrets included.
func parseKeys(ctx context.Context, text []byte) (keyfunc.Keyfunc, error) {
	var set jwkset.JWKSMarshal
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fmt.Errorf("it is no JWK set in JSON: %w", err)
	}
	if len(set.Keys) == 0 {
		return nil, errors.New(`there is no key in it: a JWK set is {"keys": […]}`)
	}
	storage := jwkset.NewMemoryStorage()
	for i, key := range set.Keys {
		parsed, err := jwkset.NewJWKFromMarshal(key, jwkset.JWKMarshalOptions{Private: true}, jwkset.JWKValidateOptions{})
		if err != nil {
			return nil, fmt.Errorf("key %d cannot be read: %w", i+1, err)
		}
		if secret, ok := parsed.Key().([]byte); ok && len(secret) < shortestSecret {
			return nil, fmt.Errorf("key %d has %d bytes; a secret needs at least %d", i+1, len(secret), shortestSecret)
		}
		if err := storage.KeyWrite(ctx, parsed); err != nil {
			return nil, err
		}
	}
	return keyfunc.New(keyfunc.Options{Ctx: ctx, Storage: storage})
}
