package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"conflictgraph/internal/kg"
)

// articles gives the texts that tables quote their ids: a digest of text, title and
// address, so that what was published in two places is two documents.
type articles struct {
	prefix string
	former map[string][2]string // title and address, by ids that were made of the text alone
}

func newArticles(dataset string) *articles {
	return &articles{prefix: kg.DocumentPrefix + dataset + "-", former: map[string][2]string{}}
}

// How many characters of a digest ids end with, and did when they were made of the
// text alone.
const (
	articleDigest       = 32
	formerArticleDigest = 24
)

// remember takes in what the store has of the data set.
func (a *articles) remember(ctx context.Context, store kg.Sources) error {
	return store.DocumentsNamed(ctx, a.prefix, func(d kg.Document) error {
		if len(d.ID) == len(a.prefix)+formerArticleDigest {
			a.former[d.ID] = [2]string{d.Title, d.URL}
		}
		return nil
	})
}

// identify gives a document its id: the one that it has, where an earlier import
// wrote it.
func (a *articles) identify(d *kg.Document) {
	id := func(length int, what string) string {
		digest := sha256.Sum256([]byte(what))
		return a.prefix + hex.EncodeToString(digest[:])[:length]
	}
	if len(a.former) > 0 {
		former := id(formerArticleDigest, d.Text)
		if published, known := a.former[former]; known && published == [2]string{d.Title, d.URL} {
			d.ID = former
			return
		}
	}
	d.ID = id(articleDigest, d.Text+"\x00"+d.Title+"\x00"+d.URL)
}
