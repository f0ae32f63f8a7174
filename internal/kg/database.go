package kg

import "context"

// Database is a Store that programs keep a graph in: what it can do besides what
// queries and mutations need.
type Database interface {
	Sources
	Loader
	Archive

	// Verify returns an error where what is stored is damaged, after which the Database
	// answers nothing more; nil where whoever runs the database sees to that.
	Verify(ctx context.Context) error

	// Warm makes ready, in the background, what takes the first queries longer than the
	// others. Close ends it.
	Warm()
}
