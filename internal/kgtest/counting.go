package kgtest

import (
	"context"
	"sync"

	"conflictgraph/internal/kg"
)

// Counting is a Store that counts the calls of each method that reaches the
// Store beneath it. It is safe for concurrent use.
type Counting struct {
	kg.Store

	mu    sync.Mutex
	calls map[string]int
}

// NewCounting returns a Counting on s that has counted nothing.
func NewCounting(s kg.Store) *Counting { return &Counting{Store: s, calls: map[string]int{}} }

// Calls returns how often a method, such as "Pages", was called since the last
// Reset.
func (c *Counting) Calls(method string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[method]
}

// Total returns how many calls were made since the last Reset, those of Ping and
// Close left out.
func (c *Counting) Total() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	total := 0
	for _, n := range c.calls {
		total += n
	}
	return total
}

// Reset forgets the calls counted so far.
func (c *Counting) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.calls)
}

func (c *Counting) count(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[method]++
}

// Get counts a call of "Get".
func (c *Counting) Get(ctx context.Context, keys kg.Keys) (*kg.Found, error) {
	c.count("Get")
	return c.Store.Get(ctx, keys)
}

// Pages counts a call of "Pages".
func (c *Counting) Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error) {
	c.count("Pages")
	return c.Store.Pages(ctx, reqs)
}

// ListEntities counts a call of "ListEntities".
func (c *Counting) ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error) {
	c.count("ListEntities")
	return c.Store.ListEntities(ctx, req)
}

// ListDocuments counts a call of "ListDocuments".
func (c *Counting) ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error) {
	c.count("ListDocuments")
	return c.Store.ListDocuments(ctx, req)
}

// ListSuggestions counts a call of "ListSuggestions".
func (c *Counting) ListSuggestions(ctx context.Context, req kg.SuggestionList) (kg.SuggestionPage, error) {
	c.count("ListSuggestions")
	return c.Store.ListSuggestions(ctx, req)
}

// Candidates counts a call of "Candidates".
func (c *Counting) Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error) {
	c.count("Candidates")
	return c.Store.Candidates(ctx, req)
}

// Links counts a call of "Links".
func (c *Counting) Links(ctx context.Context, req kg.LinkRequest) (kg.Links, error) {
	c.count("Links")
	return c.Store.Links(ctx, req)
}

// Between counts a call of "Between".
func (c *Counting) Between(ctx context.Context, req kg.BetweenRequest) (kg.Between, error) {
	c.count("Between")
	return c.Store.Between(ctx, req)
}

// Counts counts a call of "Counts".
func (c *Counting) Counts(ctx context.Context, reqs kg.CountRequests) ([][]kg.Count, error) {
	c.count("Counts")
	return c.Store.Counts(ctx, reqs)
}

// Types counts a call of "Types".
func (c *Counting) Types(ctx context.Context) ([]kg.RelationType, error) {
	c.count("Types")
	return c.Store.Types(ctx)
}

// Datasets counts a call of "Datasets".
func (c *Counting) Datasets(ctx context.Context) ([]kg.Dataset, error) {
	c.count("Datasets")
	return c.Store.Datasets(ctx)
}

// Version counts a call of "Version".
func (c *Counting) Version(ctx context.Context) (string, error) {
	c.count("Version")
	return c.Store.Version(ctx)
}

// Write counts a call of "Write".
func (c *Counting) Write(ctx context.Context, batch kg.Batch) (kg.Written, error) {
	c.count("Write")
	return c.Store.Write(ctx, batch)
}
