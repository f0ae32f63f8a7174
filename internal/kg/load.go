package kg

import "context"

// Loader can take a large import faster than Store.Write does.
type Loader interface {
	// Load begins a load, or goes on with one that a process left unfinished. It
	// returns nil, and no error, where the store would gain nothing by it. Until
	// the load is finished other calls, of any process, may return
	// CodeUnavailable.
	Load(ctx context.Context) (Load, error)

	// LoadPending reports whether a load was begun that is not finished.
	LoadPending(ctx context.Context) (bool, error)
}

// CheckLoadable returns an error with CodeBadInput for a batch that no load takes.
func (b *Batch) CheckLoadable() error {
	others := len(b.Retractions) + len(b.Restores) + len(b.Withdrawals) + len(b.Readmissions) + len(b.Merges) + len(b.Unmerges) + len(b.Judgements) + len(b.Expect)
	if others > 0 || b.Provenance.Key != "" {
		return BadInput("batch", "a load adds to the graph only, without keys and expectations; write the rest by itself")
	}
	return nil
}

// Load takes the batches of one import. Once it is finished, the store holds
// what it would hold had each batch been given to Write, under the same ids. It
// takes no retractions, restores, merges and unmerges.
type Load interface {
	// Check completes and checks a batch as Batch.Check does, against the store
	// and the batches before. It may be called while Write is at work on an
	// earlier batch; batches are checked one after another, in the order in which
	// they are written.
	Check(ctx context.Context, batch *Batch) error

	// Write records a batch that Check has passed. After an error some of it may be
	// there; what is depends on nothing that is not, and writing the batch again, by
	// this load or a later one, records the rest. It may count relations and evidence
	// as added that were there.
	Write(ctx context.Context, batch Batch) (Written, error)

	// Finish makes the graph answer again. It returns by how much the sum of what
	// Write has returned is to be changed to be what Store.Write would have
	// counted. It calls progress, which may be nil, with how many steps of how many
	// are done. After an error it can be called again.
	Finish(ctx context.Context, progress func(done, total int)) (Written, error)

	// Close ends the use of the load. What was written to one that is not finished
	// stays, for a later Load to go on with.
	Close() error
}
