package sqlite

import "github.com/hashicorp/golang-lru/v2/simplelru"

// How many ids of entities, and digests of relations, a load remembers.
const (
	rememberedIDs     = 500_000
	rememberedDigests = 100_000
)

// newRecent returns a cache of the values that were last put or got, of which there must
// be room for one.
func newRecent[K comparable, V any](size int) *simplelru.LRU[K, V] {
	cache, err := simplelru.NewLRU[K, V](size, nil)
	if err != nil {
		panic(err)
	}
	return cache
}
