package export

import (
	"bufio"
	"context"
	"maps"
	"slices"
	"time"

	"conflictgraph/internal/kg"
)

// How many things are read at once. Documents come with their texts.
const (
	pageSize         = 500
	documentPageSize = 20
)

// walk takes what a selection has to an encoder, section by section.
type walk struct {
	store     Store
	selection Selection
	asOf      time.Time
	needs     sections
	types     map[string]kg.RelationType
	out       *bufio.Writer
	to        encoder
	versions  *versions // nil where the encoder follows none

	written   seen            // ids of entities and documents
	usedTypes map[string]bool // those of the relations that were seen
	count     int
	progress  func(int)
}

func (k *walk) run(ctx context.Context) error {
	if to, follows := k.to.(versioned); follows {
		var err error
		if k.versions, err = newVersions(ctx, k.store, k.asOf); err != nil {
			return err
		}
		to.follow(k.versions)
	}
	for _, s := range []struct {
		section section
		write   func(ctx context.Context) error
		skipped bool
	}{
		{documentSection, k.documents, !k.needs.documents},
		{entitySection, k.entities, false},
		{typeSection, k.relationTypes, !k.needs.types},
		{relationSection, k.relations, false},
	} {
		if err := k.to.begin(s.section); err != nil {
			return err
		}
		if s.skipped {
			continue
		}
		if err := s.write(ctx); err != nil {
			return err
		}
	}
	if err := k.to.begin(endSection); err != nil {
		return err
	}
	return k.out.Flush()
}

// pageDone takes what was written on its way.
func (k *walk) pageDone(ctx context.Context) error {
	if k.progress != nil {
		k.progress(k.count)
	}
	if err := k.out.Flush(); err != nil {
		return err
	}
	return ctx.Err()
}

// pages calls visit with each page of the relations that are selected, and what
// these name.
func (k *walk) pages(ctx context.Context, visit func(page []*kg.Relation, found *kg.Found) error) error {
	slice := kg.Slice{Limit: pageSize}
	for more := true; more; {
		pages, found, err := k.store.Pages(ctx, kg.PageRequests{
			Pages: []kg.PageRequest{{Owner: k.selection.Entity, Filter: k.selection.Filter, Slice: slice}},
			Need:  kg.Need{Ends: true, Claims: true}, AsOf: &k.asOf,
		})
		if err != nil {
			return err
		}
		page := pages[0]
		if err := k.addOwner(ctx, page.Relations, found); err != nil {
			return err
		}
		if err := visit(page.Relations, found); err != nil {
			return err
		}
		if err := k.pageDone(ctx); err != nil {
			return err
		}
		if more = page.HasNext; more {
			slice.After = page.Relations[len(page.Relations)-1].Position()
		}
	}
	return nil
}

// addOwner adds to found the owner of the relations, which a page leaves out.
func (k *walk) addOwner(ctx context.Context, page []*kg.Relation, found *kg.Found) error {
	if k.selection.Entity == "" || len(page) == 0 {
		return nil
	}
	owner, err := k.store.Get(ctx, kg.Keys{Entities: []string{k.selection.Entity}, AsOf: &k.asOf})
	if err != nil {
		return err
	}
	maps.Copy(found.Entities, owner.Entities)
	return nil
}

// documents writes those in view, where nothing is left out, and those that
// relations rest on, which may have been withdrawn.
func (k *walk) documents(ctx context.Context) error {
	if !k.selection.filtered() {
		if err := k.documentsInView(ctx); err != nil {
			return err
		}
	}
	return k.pages(ctx, func(page []*kg.Relation, _ *kg.Found) error {
		var named []string
		for _, r := range page {
			for _, e := range r.Evidence {
				if e.Source == nil && k.written.add(e.Document) {
					named = append(named, e.Document)
				}
			}
		}
		return k.lookUpDocuments(ctx, named)
	})
}

func (k *walk) documentsInView(ctx context.Context) error {
	slice := kg.Slice{Limit: documentPageSize}
	for more := true; more; {
		page, err := k.store.ListDocuments(ctx, kg.DocumentList{Slice: slice, Text: true, AsOf: &k.asOf})
		if err != nil {
			return err
		}
		for _, d := range page.Documents {
			k.written.add(d.ID)
			k.count++
			if err := k.to.document(d); err != nil {
				return err
			}
			slice.After = d.Position()
		}
		if err := k.pageDone(ctx); err != nil {
			return err
		}
		more = page.HasNext
	}
	return nil
}

func (k *walk) lookUpDocuments(ctx context.Context, ids []string) error {
	for some := range slices.Chunk(ids, documentPageSize) {
		found, err := k.store.Get(ctx, kg.Keys{Documents: some, Need: kg.Need{Text: true}, AsOf: &k.asOf})
		if err != nil {
			return err
		}
		for _, id := range some {
			if d := found.Documents[id]; d != nil {
				k.count++
				if err := k.to.document(d); err != nil {
					return err
				}
			}
		}
		if err := k.pageDone(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (k *walk) entities(ctx context.Context) error {
	if k.selection.filtered() {
		return k.pages(ctx, func(page []*kg.Relation, found *kg.Found) error {
			var all []*kg.Entity
			for _, r := range page {
				k.usedTypes[r.Type] = true
				for _, id := range named(r) {
					if e := found.Entities[id]; e != nil && k.written.add(id) {
						all = append(all, e)
					}
				}
			}
			return k.writeEntities(ctx, all)
		})
	}
	slice := kg.Slice{Limit: pageSize}
	for more := true; more; {
		page, err := k.store.ListEntities(ctx, kg.EntityList{Kinds: kg.EntityKinds, Slice: slice, AsOf: &k.asOf})
		if err != nil {
			return err
		}
		for _, e := range page.Entities {
			k.written.add(e.ID)
			slice.After = e.Position()
		}
		if err := k.writeEntities(ctx, page.Entities); err != nil {
			return err
		}
		if err := k.pageDone(ctx); err != nil {
			return err
		}
		more = page.HasNext
	}
	return nil
}

func (k *walk) writeEntities(ctx context.Context, entities []*kg.Entity) error {
	if k.versions != nil && len(entities) > 0 {
		if err := k.versions.load(ctx, entities); err != nil {
			return err
		}
	}
	for _, e := range entities {
		k.count++
		if err := k.to.entity(e); err != nil {
			return err
		}
	}
	return nil
}

// named returns the ids of the entities that r names.
func named(r *kg.Relation) []string {
	ids := append([]string{r.Subject, r.Object}, r.Places...)
	for _, a := range r.Attributions {
		ids = append(ids, a.By)
	}
	return ids
}

func (k *walk) relationTypes(context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(k.types)) {
		if k.selection.filtered() && !k.usedTypes[id] {
			continue
		}
		k.count++
		if err := k.to.relationType(k.types[id]); err != nil {
			return err
		}
	}
	return nil
}

func (k *walk) relations(ctx context.Context) error {
	return k.pages(ctx, func(page []*kg.Relation, found *kg.Found) error {
		for _, r := range page {
			e := edge{Relation: r, of: k.types[r.Type], subject: found.Entities[r.Subject], object: found.Entities[r.Object], documents: found.Documents}
			if !k.whole(e) {
				continue
			}
			k.count++
			if err := k.to.relation(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// whole reports whether all that a relation names was written. Where it was not,
// the relation came into the store while this was: a batch counts as recorded
// when it begins to be written and can be read when that ends.
func (k *walk) whole(e edge) bool {
	if e.of.ID == "" || e.subject == nil || e.object == nil {
		return false
	}
	for _, id := range named(e.Relation) {
		if !k.written.has(id) {
			return false
		}
	}
	for _, v := range e.Evidence {
		if k.needs.documents && v.Source == nil && !k.written.has(v.Document) {
			return false
		}
	}
	return true
}
