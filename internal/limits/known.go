package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Known answers known queries only. A client sends the text of one, or its SHA-256
// digest in hexadecimal where automatic persisted queries have it. Use it as an
// extension of gqlgen's handler, in place of automatic persisted queries.
type Known struct{ byDigest map[string]string }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = Known{}

// ReadKnown reads known queries: every .graphql file in a folder and beneath it,
// or a JSON file of texts by digest, as code generators write it.
func ReadKnown(path string) (Known, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Known{}, err
	}
	known := Known{byDigest: map[string]string{}}
	if info.IsDir() {
		err = known.readFolder(path)
	} else {
		err = known.readManifest(path)
	}
	if err == nil && len(known.byDigest) == 0 {
		err = fmt.Errorf("%s has no queries: put .graphql files into a folder, or texts by their SHA-256 digest into a JSON file", path)
	}
	return known, err
}

func (k Known) readFolder(path string) error {
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".graphql" {
			return err
		}
		text, err := os.ReadFile(name)
		k.add(string(text))
		return err
	})
}

func (k Known) readManifest(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var byDigest map[string]string
	if err := json.Unmarshal(text, &byDigest); err != nil {
		return fmt.Errorf("%s is not texts by their digest in JSON: %w", path, err)
	}
	for digest, query := range byDigest {
		if got := digestOf(query); got != digest {
			return fmt.Errorf("%s: the digest %s belongs to another text; the SHA-256 digest of what stands there is %s", path, digest, got)
		}
		k.byDigest[digest] = query
	}
	return nil
}

// add also takes the text without the blanks around it.
func (k Known) add(query string) {
	for _, text := range []string{query, strings.TrimSpace(query)} {
		k.byDigest[digestOf(text)] = text
	}
}

func digestOf(query string) string {
	digest := sha256.Sum256([]byte(query))
	return hex.EncodeToString(digest[:])
}

// ExtensionName returns "Known".
func (Known) ExtensionName() string { return "Known" }

// Validate returns nil.
func (Known) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the text in where a digest was sent. It returns
// an error of CodeForbidden for a query that is not known.
func (k Known) MutateOperationParameters(_ context.Context, params *graphql.RawParams) *gqlerror.Error {
	digest := digestOf(params.Query)
	if params.Query == "" {
		persisted, _ := params.Extensions["persistedQuery"].(map[string]any)
		digest, _ = persisted["sha256Hash"].(string)
	}
	text, known := k.byDigest[digest]
	if !known {
		return forbidden("only known queries are answered here; ask who runs this server to add yours")
	}
	params.Query = text
	return nil
}
