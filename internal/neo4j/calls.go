package neo4j

import (
	"errors"
	"sync"
	"time"

	"conflictgraph/internal/kg"
)

// calls are those in progress that use the driver, which must not be closed under
// them.
type calls struct {
	mu     sync.RWMutex // held for reading by each
	closed bool
}

// begin returns an error of CodeUnavailable once they are closed; otherwise end has
// to be called when the call is over.
func (c *calls) begin() error {
	c.mu.RLock()
	if c.closed {
		c.mu.RUnlock()
		return kg.Unavailable(errors.New("the store is closed"))
	}
	return nil
}

func (c *calls) end() { c.mu.RUnlock() }

// close lets no other call begin and waits for those in progress, but not for
// longer than closePatience: a database that answers no more must not keep a
// program from ending.
func (c *calls) close() {
	over := make(chan struct{})
	go func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.closed = true
		close(over)
	}()
	select {
	case <-over:
	case <-time.After(closePatience):
	}
}

const closePatience = 10 * time.Second
