package llm

import (
	"fmt"
	"sync"
)

// budget is how many tokens may be used.
type budget struct {
	most int // 0 for no limit
	mu   sync.Mutex
	used int
}

// reserve takes tokens that a request is thought to need.
func (b *budget) reserve(tokens int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.most > 0 && b.used+tokens > b.most {
		return fmt.Errorf("%w: %d of %d are, and the next request needs about %d; raise the limit (--max-tokens) and run it again", ErrBudget, b.used, b.most, tokens)
	}
	b.used += tokens
	return nil
}

// settle corrects a reservation by what was used.
func (b *budget) settle(reserved, used int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used += used - reserved
}

// tokensOf estimates how many tokens a text has.
func tokensOf(text string) int { return len(text)/4 + 1 }
