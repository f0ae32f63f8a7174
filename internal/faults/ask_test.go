package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// refusal is an answer with an error in it.
type refusal struct{ code, message string }

func (r refusal) Error() string { return r.code + ": " + r.message }

// passing reports whether an error is one that a client has to expect during a
// fault: there was no answer, or the server says that it cannot answer now.
func passing(err error) bool {
	r, answered := err.(refusal)
	return !answered || r.code == "UNAVAILABLE" || r.code == "TIMEOUT"
}

// patience is how long a client waits for an answer.
const patience = 30 * time.Second

// ask returns the data of an answer, or a refusal, or why there was no answer.
func (s *server) ask(ctx context.Context, query string, variables map[string]any) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, refusal{fmt.Sprintf("HTTP_%d", response.StatusCode), string(text)}
	}
	if len(answer.Errors) > 0 {
		return nil, refusal{answer.Errors[0].Extensions.Code, answer.Errors[0].Message}
	}
	return answer.Data, nil
}

// read asks and reads the data into into.
func (s *server) read(ctx context.Context, query string, variables map[string]any, into any) error {
	data, err := s.ask(ctx, query, variables)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
