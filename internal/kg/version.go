package kg

import "context"

// Versioned is a Store that can say cheaply whether anything was written.
type Versioned interface {
	Store

	// Version names the state of the graph: while it stays the same, so does every
	// answer, whichever program asks. It is another after every Write that
	// succeeded, and never again what it was. It is printable ASCII without
	// quotation marks. Errors are those of Store.
	Version(ctx context.Context) (string, error)
}
