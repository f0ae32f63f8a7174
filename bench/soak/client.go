package soak

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"conflictgraph/bench/synthetic"
)

// client is all clients of the server together.
type client struct {
	server    Server
	http      *http.Client
	graph     *synthetic.Graph
	tally     *Tally
	ledger    *ledger
	run       string // makes what this run writes its own
	written   atomic.Int64
	documents documents
	pairs     chan pair
}

// turn is a client's while it does one operation.
type turn struct {
	*client
	due    time.Time // when its first request is to be sent
	random *rand.Rand
}

// failure is an answer that is not what was asked for.
type failure struct{ code, text string }

func (f failure) Error() string { return f.code + ": " + f.text }

// codeOf returns what an error is counted as.
func codeOf(err error) string {
	var f failure
	if errors.As(err, &f) {
		return f.code
	}
	return "NO_ANSWER"
}

// ask sends a GraphQL request as one of a kind, counts it, and reads the answer's
// data into data, if that is not nil. It reports whether all went well.
func (t *turn) ask(ctx context.Context, kind, query string, variables map[string]any, data any) bool {
	began := time.Now()
	if !t.due.IsZero() {
		began, t.due = t.due, time.Time{}
	}
	err := t.answer(ctx, query, variables, data)
	t.tally.add(kind, time.Since(began), err)
	return err == nil
}

func (c *client) answer(ctx context.Context, query string, variables map[string]any, data any) error {
	request, err := c.request(ctx, query, variables)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	return decode(response.StatusCode, body, data)
}

func (c *client) request(ctx context.Context, query string, variables map[string]any) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.server.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.server.Token)
	return request, nil
}

// decode reads an answer's data, unless it has errors.
func decode(status int, body []byte, data any) error {
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return failure{fmt.Sprintf("HTTP_%d", status), fmt.Sprintf("%.200s", body)}
	}
	if len(answer.Errors) > 0 {
		return failure{answer.Errors[0].Extensions.Code, answer.Errors[0].Message}
	}
	if status != http.StatusOK {
		return failure{fmt.Sprintf("HTTP_%d", status), fmt.Sprintf("%.200s", body)}
	}
	if data == nil {
		return nil
	}
	return json.Unmarshal(answer.Data, data)
}

// download reads an export to its end and counts it.
func (c *client) download(ctx context.Context, kind, format string, parameters url.Values) {
	began := time.Now()
	err := c.fetch(ctx, "/export/"+format+"?"+parameters.Encode())
	c.tally.add(kind, time.Since(began), err)
}

func (c *client) fetch(ctx context.Context, path string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.server.base()+path, nil)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 200))
		return failure{fmt.Sprintf("HTTP_%d", response.StatusCode), string(text)}
	}
	n, err := io.Copy(io.Discard, response.Body)
	if err == nil && n == 0 {
		err = failure{"EMPTY", path}
	}
	return err
}

// importRows has rows imported and counts that.
func (c *client) importRows(ctx context.Context, number int) {
	began := time.Now()
	err := c.server.Import(ctx, number)
	c.tally.add("import by a process of its own", time.Since(began), err)
}

// exportAll exports the whole graph.
func (c *client) exportAll(ctx context.Context, number int) {
	formats := []string{"csv", "jsonld", "graphml", "nquads"}
	c.download(ctx, "export of everything", formats[number%len(formats)], nil)
}
