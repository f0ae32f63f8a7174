package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/MicahParks/jwkset"
)

// How keys that are fetched stay fresh. They are fetched every keysRefresh, and when an
// unknown one is named, but for that not again within keysUnknown. So many
// tokens may wait for that at once, and none longer than keysTimeout.
const (
	keysRefresh = 15 * time.Minute
	keysUnknown = 30 * time.Second
	keysTimeout = 5 * time.Second
	mostWaiting = 100
)

// fetchedKeys are the keys of a JWK set that somebody else serves. Those that are known
// are read without waiting for anything.
type fetchedKeys struct {
	*jwkset.MemoryJWKSet
	url    string
	client *http.Client

	mu      sync.Mutex
	fetched chan struct{} // closed once the fetching that is under way ends; nil where none is
	waiting int           // how many tokens wait for that
	again   time.Time     // an unknown key is not looked for before
}

// fetchKeys fetches a JWK set, and keeps it fresh until ctx ends. Where it cannot be
// fetched yet, there are no keys yet.
func fetchKeys(ctx context.Context, url string, client *http.Client) (*fetchedKeys, error) {
	f := &fetchedKeys{MemoryJWKSet: jwkset.NewMemoryStorage(), url: url, client: client}
	if _, err := http.NewRequest(http.MethodGet, url, nil); err != nil {
		return nil, err
	}
	<-f.refresh()
	go f.keepFresh(ctx)
	return f, nil
}

func (f *fetchedKeys) keepFresh(ctx context.Context) {
	ticks := time.NewTicker(keysRefresh)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			f.refresh()
		}
	}
}

// KeyRead returns a key. One that is not known is looked for, unless it was just now.
func (f *fetchedKeys) KeyRead(ctx context.Context, id string) (jwkset.JWK, error) {
	key, err := f.MemoryJWKSet.KeyRead(ctx, id)
	if !errors.Is(err, jwkset.ErrKeyNotFound) {
		return key, err
	}
	fetched := f.await()
	if fetched == nil {
		return key, err
	}
	defer f.awaited()
	select {
	case <-fetched:
	case <-ctx.Done():
		return key, ctx.Err()
	}
	return f.MemoryJWKSet.KeyRead(ctx, id)
}

// await has the keys fetched and returns what is closed then, nil where nothing is to
// be waited for. awaited has to be called afterwards.
func (f *fetchedKeys) await() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting >= mostWaiting {
		return nil
	}
	if f.fetched == nil {
		if time.Now().Before(f.again) {
			return nil
		}
		f.again = time.Now().Add(keysUnknown)
	}
	f.waiting++
	return f.begin()
}

func (f *fetchedKeys) awaited() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting--
}

// refresh has the keys fetched and returns what is closed then.
func (f *fetchedKeys) refresh() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.begin()
}

// begin begins to fetch the keys unless that is under way. The lock has to be held.
func (f *fetchedKeys) begin() <-chan struct{} {
	if f.fetched != nil {
		return f.fetched
	}
	fetched := make(chan struct{})
	f.fetched = fetched
	go func() {
		defer close(fetched)
		err := f.fetch()
		f.mu.Lock()
		defer f.mu.Unlock()
		f.fetched = nil
		if err != nil {
			slog.Error("the keys of JSON Web Tokens cannot be fetched; tokens of unknown keys are refused", "url", f.url, "error", err)
		}
	}()
	return fetched
}

// fetch takes the place of the keys by those that are served now. It keeps them where
// that fails.
func (f *fetchedKeys) fetch() error {
	_, err := jwkset.NewStorageFromHTTP(f.url, jwkset.HTTPClientStorageOptions{
		Client: f.client, HTTPTimeout: keysTimeout, Storage: f.MemoryJWKSet,
	})
	return err
}
