package sqlite

// A recent remembers values by keys: at least the last that were put or got, as
// many as it is made for, and at most twice as many.
type recent[K comparable, V any] struct {
	least       int
	now, before map[K]V
}

// How many ids of entities, and digests of relations, a load remembers at least.
const (
	rememberedIDs     = 500_000
	rememberedDigests = 100_000
)

func newRecent[K comparable, V any](least int) *recent[K, V] {
	return &recent[K, V]{least: least, now: map[K]V{}}
}

func (r *recent[K, V]) get(key K) (v V, found bool) {
	if v, found = r.now[key]; found {
		return v, true
	}
	if v, found = r.before[key]; found {
		r.put(key, v)
	}
	return v, found
}

func (r *recent[K, V]) put(key K, v V) {
	if len(r.now) >= r.least {
		r.before, r.now = r.now, make(map[K]V, len(r.now))
	}
	r.now[key] = v
}

func (r *recent[K, V]) forget() {
	r.before = nil
	clear(r.now)
}
