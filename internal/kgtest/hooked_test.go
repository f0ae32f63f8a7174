package kgtest

import (
	"context"

	"conflictgraph/internal/kg"
)

// hooked is a Store that bends what it is asked and what it answers. A hook that
// is nil bends nothing.
type hooked struct {
	kg.Store
	reqs  func(*kg.PageRequests)
	pages func(kg.PageRequests, []kg.RelationPage, *kg.Found)
	keys  func(*kg.Keys)
	found func(*kg.Found)

	entities  func(*kg.EntityList)
	documents func(*kg.DocumentList)
	types     func([]kg.RelationType)

	linking    func(*kg.LinkRequest)
	links      func(kg.LinkRequest, *kg.Links)
	among      func(*kg.BetweenRequest)
	between    func(kg.BetweenRequest, *kg.Between)
	counting   func(*kg.CountRequests)
	counts     func(kg.CountRequest, []kg.Count) []kg.Count
	searching  func(*kg.CandidateRequest)
	candidates func(kg.CandidateRequest, *kg.Candidates)
	listed     func(*kg.EntityPage)

	batch   func(*kg.Batch)
	written func(kg.Batch, *kg.Written)
	refused func(kg.Batch)
	ctx     func(context.Context) context.Context
}

func bend[T any](hook func(*T), v *T) {
	if hook != nil {
		hook(v)
	}
}

func (h *hooked) context(ctx context.Context) context.Context {
	if h.ctx == nil {
		return ctx
	}
	return h.ctx(ctx)
}

func (h *hooked) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	bend(h.keys, &keys)
	found, err := h.Store.Get(h.context(ctx), keys)
	if err == nil && h.found != nil {
		h.found(found)
	}
	return found, err
}

func (h *hooked) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	asked := reqs
	bend(h.reqs, &reqs)
	pages, found, err := h.Store.Pages(h.context(ctx), reqs)
	if err == nil && h.pages != nil {
		h.pages(asked, pages, found)
	}
	return pages, found, err
}

func (h *hooked) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	bend(h.entities, &req)
	page, err := h.Store.ListEntities(h.context(ctx), req)
	bend(h.listed, &page)
	return page, err
}

func (h *hooked) Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	asked := req
	bend(h.searching, &req)
	found, err := h.Store.Candidates(h.context(ctx), req)
	if err == nil && h.candidates != nil {
		h.candidates(asked, &found)
	}
	return found, err
}

func (h *hooked) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	asked := req
	bend(h.linking, &req)
	links, err := h.Store.Links(h.context(ctx), req)
	if err == nil && h.links != nil {
		h.links(asked, &links)
	}
	return links, err
}

func (h *hooked) Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error) {
	asked := req
	bend(h.among, &req)
	between, err := h.Store.Between(h.context(ctx), req)
	if err == nil && h.between != nil {
		h.between(asked, &between)
	}
	return between, err
}

func (h *hooked) Counts(ctx context.Context, reqs kg.CountRequests) ([][]kg.Count, error) {
	asked := reqs
	bend(h.counting, &reqs)
	counts, err := h.Store.Counts(h.context(ctx), reqs)
	if err == nil && h.counts != nil {
		for i := range counts {
			counts[i] = h.counts(asked.Counts[i], counts[i])
		}
	}
	return counts, err
}

func (h *hooked) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	bend(h.documents, &req)
	return h.Store.ListDocuments(h.context(ctx), req)
}

func (h *hooked) Types(ctx context.Context) ([]kg.RelationType, error) {
	types, err := h.Store.Types(h.context(ctx))
	if h.types != nil {
		h.types(types)
	}
	return types, err
}

func (h *hooked) Write(ctx context.Context, b kg.Batch) (kg.Written, error) {
	b = cloneBatch(b)
	bend(h.batch, &b)
	w, err := h.Store.Write(h.context(ctx), b)
	if err != nil && h.refused != nil {
		h.refused(b)
	}
	if err == nil && h.written != nil {
		h.written(b, &w)
	}
	return w, err
}
