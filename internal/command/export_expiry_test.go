package command

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/needs"
	"conflictgraph/internal/store/sqlite"
)

// databaseOfTexts returns a database of documents of so many megabytes altogether, more than
// connections keep on their way.
func databaseOfTexts(t *testing.T, megabytes int) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "texts.db")
	store, err := sqlite.Open(t.Context(), file)
	require.NoError(t, err)
	for i := range megabytes {
		_, err := store.Write(t.Context(), kg.Batch{Documents: []kg.Document{{ID: fmt.Sprintf("doc:%d", i), Text: strings.Repeat("They met. ", 100_000)}}})
		require.NoError(t, err)
	}
	require.NoError(t, store.Close())
	return file
}

func TestAnExportThatOutlastsItsTokenEndsWithAnError(t *testing.T) {
	needs.MoreThanGo(t, "the time for which a token is good")
	clearEnvironment(t)
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	keys := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(keys, []byte(`{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "`+base64.RawURLEncoding.EncodeToString(public)+`"}]}`), 0o600))
	s := start(t, "--addr", ":0", "--db", databaseOfTexts(t, 64), "--no-open-reading",
		"--jwt-keys", keys, "--jwt-issuer", "https://idp.test", "--jwt-audience", "graph", "--jwt-roles", "roles")
	// What is read of an export, a little at a time, until it ends, by who has a token
	// for so long.
	read := func(lifetime time.Duration, pause time.Duration) (int64, error) {
		token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{
			"iss": "https://idp.test", "aud": "graph", "sub": "ada", "exp": time.Now().Add(lifetime).Unix(), "roles": []string{"reader"},
		})
		token.Header["kid"] = "1"
		text, err := token.SignedString(private)
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, s.url+"/export/jsonld", nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+text)
		request.Header.Set("Accept-Encoding", "identity")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode)
		for total := int64(0); ; {
			n, err := io.CopyN(io.Discard, response.Body, 64<<10)
			total += n
			if err == io.EOF {
				return total, nil
			}
			if err != nil {
				return total, err
			}
			time.Sleep(pause)
		}
	}
	size, err := read(time.Hour, 0)
	require.NoError(t, err)
	require.Greater(t, size, int64(64_000_000))
	part, err := read(3*time.Second, 50*time.Millisecond) // 50 s for all of it, were it whole
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Less(t, part, size)
}
