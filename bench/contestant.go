package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
)

// contestant is something that is asked the questions.
type contestant struct {
	name string
	pid  int // 0 for what runs in this program
	ask  func(ctx context.Context, q question, random *rand.Rand) error
	rest func() // called when its turn is over; nil for nothing
}

// graphqlClient sends queries to one address, over connections that it keeps.
type graphqlClient struct {
	url     string
	dialect dialect
	http    *http.Client
}

func newGraphQLClient(url string, d dialect, clients int) *graphqlClient {
	return &graphqlClient{url: url, dialect: d, http: &http.Client{Transport: &http.Transport{MaxIdleConns: clients, MaxIdleConnsPerHost: clients, DisableCompression: true}}}
}

// ask asks and reads the whole answer, in which errors are an error.
func (c *graphqlClient) ask(ctx context.Context, q question, random *rand.Rand) error {
	_, err := c.answer(ctx, q.ask(c.dialect, random))
	return err
}

var errorsKey = []byte(`"errors":`)

// answer returns the body of the response, which has no errors in it.
func (c *graphqlClient) answer(ctx context.Context, a asked) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"query": a.text, "variables": map[string]string{"id": a.id}})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || bytes.Contains(answer, errorsKey) {
		return nil, fmt.Errorf("%s answers %s to %s: %.500s", c.url, response.Status, body, answer)
	}
	return answer, nil
}

// actor returns the answer's actor, whether it comes by itself or in a list of
// one.
func (c *graphqlClient) actor(ctx context.Context, a asked) (any, error) {
	body, err := c.answer(ctx, a)
	if err != nil {
		return nil, err
	}
	var answer struct{ Data struct{ Actor any } }
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if list, ok := answer.Data.Actor.([]any); ok && len(list) == 1 {
		return list[0], nil
	}
	return answer.Data.Actor, nil
}
