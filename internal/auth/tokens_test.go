package auth_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/auth"
)

const (
	issuer   = "https://idp.example.org"
	audience = "conflictgraph"
)

// keys are who signs in these tests: three that are accepted and two that are
// not.
type keys struct {
	rsa, otherRSA  *rsa.PrivateKey
	ed, otherEd    ed25519.PrivateKey
	secret         []byte
	publicRSAasPEM []byte
}

var signing = sync.OnceValue(func() keys {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var k keys
	var err error
	k.rsa, err = rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	k.otherRSA, err = rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	_, k.ed, err = ed25519.GenerateKey(rand.Reader)
	must(err)
	_, k.otherEd, err = ed25519.GenerateKey(rand.Reader)
	must(err)
	k.secret = []byte("a secret of at least thirty-two bytes")
	der, err := x509.MarshalPKIXPublicKey(k.rsa.Public())
	must(err)
	k.publicRSAasPEM = pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return k
})

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func rsaKey(id string, key *rsa.PrivateKey) map[string]string {
	return map[string]string{"kty": "RSA", "kid": id, "n": encoded(key.N.Bytes()), "e": encoded(big.NewInt(int64(key.E)).Bytes())}
}

func edKey(id string, key ed25519.PrivateKey) map[string]string {
	return map[string]string{"kty": "OKP", "crv": "Ed25519", "kid": id, "x": encoded(key.Public().(ed25519.PublicKey))}
}

func secretKey(id string, secret []byte) map[string]string {
	return map[string]string{"kty": "oct", "kid": id, "k": encoded(secret)}
}

func keySet(t *testing.T, keys ...map[string]string) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{"keys": keys})
	require.NoError(t, err)
	return text
}

func keyFile(t *testing.T, keys ...map[string]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(file, keySet(t, keys...), 0o600))
	return file
}

// claims are those of a curator's token that is accepted, but for some that are
// set, or left out where nil.
func claims(but jwt.MapClaims) jwt.MapClaims {
	c := jwt.MapClaims{
		"iss": issuer, "aud": audience, "sub": "ada", "roles": []string{"curator"},
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
	}
	for name, value := range but {
		if c[name] = value; value == nil {
			delete(c, name)
		}
	}
	return c
}

// signed returns a token with kid in its header, unless that is empty.
func signed(t *testing.T, method jwt.SigningMethod, kid string, key any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	if kid != "" {
		token.Header["kid"] = kid
	}
	text, err := token.SignedString(key)
	require.NoError(t, err)
	return text
}

// accepting returns an Authenticator of the accepted keys and algorithms, and of
// a fixed token for each role.
func accepting(t *testing.T, algorithms ...string) *auth.Authenticator {
	t.Helper()
	k := signing()
	a, err := auth.New(t.Context(), auth.Config{
		Tokens: map[auth.Role]string{auth.Reader: fixedReader, auth.Curator: fixedCurator, auth.Admin: fixedAdmin},
		JWT: auth.JWT{
			Keys:   keyFile(t, rsaKey("rsa", k.rsa), edKey("ed", k.ed), secretKey("secret", k.secret)),
			Issuer: issuer, Audience: audience, Algorithms: algorithms,
		},
	})
	require.NoError(t, err)
	return a
}

const (
	fixedReader  = "reader-5f0e2ab1c6d94e55"
	fixedCurator = "curator-5f0e2ab1c6d94e5"
	fixedAdmin   = "admin-5f0e2ab1c6d94e551"
)
