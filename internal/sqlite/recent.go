package sqlite

// A recent remembers values by ids: at least the last that were put or got, as
// many as rememberedAtLeast, and at most twice as many.
type recent[V any] struct{ now, before map[string]V }

const rememberedAtLeast = 500_000

func (r *recent[V]) get(id string) (v V, found bool) {
	if v, found = r.now[id]; found {
		return v, true
	}
	if v, found = r.before[id]; found {
		r.put(id, v)
	}
	return v, found
}

func (r *recent[V]) put(id string, v V) {
	if r.now == nil || len(r.now) >= rememberedAtLeast {
		r.before, r.now = r.now, map[string]V{}
	}
	r.now[id] = v
}
