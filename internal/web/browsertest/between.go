package browsertest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Between stands between a page and a server, and delays and fails what the
// server answers as the test says.
type Between struct {
	// URL is where the page asks it.
	URL string

	t    testing.TB
	mu   sync.Mutex
	held []*Held
}

// Held are the answers to one question, which the page does not get until the
// test lets it.
type Held struct {
	between    *Between
	operation  string
	variables  string
	asked      int
	open, fail chan struct{}
}

// NewBetween starts a proxy before the server at address. It ends with the test.
func NewBetween(t testing.TB, address string) *Between {
	t.Helper()
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b := &Between{t: t}
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) {}, // the page went on to another question
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		held := b.heldFor(r)
		if held == nil {
			proxy.ServeHTTP(w, r)
			return
		}
		select {
		case <-held.open:
			proxy.ServeHTTP(w, r)
		case <-held.fail:
			http.Error(w, "The test says no.", http.StatusServiceUnavailable)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(b.answerAll) // before the server is closed, which waits for what it has begun
	b.URL = server.URL
	return b
}

var operationOf = regexp.MustCompile(`query (\w+)`)

func (b *Between) heldFor(r *http.Request) *Held {
	if r.Method != http.MethodPost {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	var asked struct {
		Query     string
		Variables json.RawMessage
	}
	if err != nil || json.Unmarshal(body, &asked) != nil {
		return nil
	}
	name := operationOf.FindStringSubmatch(asked.Query)
	if name == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, held := range slices.Backward(b.held) {
		if held.operation == name[1] && strings.Contains(string(asked.Variables), held.variables) {
			held.asked++
			return held
		}
	}
	return nil
}

// Hold holds the answers to an operation, from now on, where its variables, as
// JSON, contain a text.
func (b *Between) Hold(operation, variables string) *Held {
	held := &Held{between: b, operation: operation, variables: variables, open: make(chan struct{}), fail: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = append(b.held, held)
	return held
}

func (b *Between) answerAll() {
	b.mu.Lock()
	held := slices.Clone(b.held)
	b.mu.Unlock()
	for _, h := range held {
		h.Answer()
	}
}

// Asked waits until the page has asked this many times.
func (h *Held) Asked(times int) {
	h.between.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		h.between.mu.Lock()
		asked := h.asked
		h.between.mu.Unlock()
		if asked >= times {
			return
		}
		if time.Now().After(end) {
			h.between.t.Fatalf("%s with %s was asked %d times, not %d", h.operation, h.variables, asked, times)
		}
	}
}

// Answer lets the server answer what is held, and what is asked from now on.
func (h *Held) Answer() {
	h.between.mu.Lock()
	defer h.between.mu.Unlock()
	if i := slices.Index(h.between.held, h); i >= 0 {
		h.between.held = slices.Delete(h.between.held, i, i+1)
		close(h.open)
	}
}

// Fail answers with 503 what is held and what is asked from now on, until Answer.
func (h *Held) Fail() {
	close(h.fail)
}
