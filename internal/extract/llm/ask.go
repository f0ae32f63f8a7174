package llm

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
)

// The forms in which an answer is asked for, of which servers know the first or none.
const (
	formSchema = iota
	formObject
	formPlain
	formBare // without a temperature, which some models refuse
	forms
)

// refusedError says why an answer cannot be used.
type refusedError struct{ reason string }

func (e *refusedError) Error() string { return e.reason }

// errTooLong is the error of a text, or of an answer, that is longer than the server allows.
var errTooLong = errors.New("it is longer than the language model's server allows")

// ask asks about a part of an article, and returns what the model answers.
func (e *Extractor) ask(ctx context.Context, p *prompt, c chunk, offered []kg.Entity, mentions *table, cost *extract.Cost) (*answer, error) {
	messages := []message{{"system", p.system}, {"user", p.user(c, offered, mentions)}}
	for form := e.form.Load(); ; {
		body, err := e.body(form, messages, p, offered)
		if err != nil {
			return nil, err
		}
		done, err := e.complete(ctx, body, cost)
		var failed *statusError
		switch {
		case errors.As(err, &failed) && isTooLong(failed):
			return nil, errTooLong
		case errors.As(err, &failed) && (failed.status == http.StatusBadRequest || failed.status == http.StatusUnprocessableEntity) && form+1 < forms:
			form++
			continue
		case err != nil:
			return nil, err
		}
		e.form.Store(form)
		choice := done.Choices[0]
		switch {
		case choice.FinishReason == "length":
			return nil, errTooLong
		case choice.FinishReason == "content_filter", choice.Message.Content == "" && choice.Message.Refusal != "":
			return nil, &refusedError{"the model refuses to answer: " + e.client.hide(line(choice.Message.Refusal))}
		}
		return parseAnswer(choice.Message.Content)
	}
}

// isTooLong reports whether a server refuses a request for its length.
func isTooLong(failed *statusError) bool {
	told := strings.ToLower(failed.message)
	return failed.status == http.StatusRequestEntityTooLarge ||
		failed.status == http.StatusBadRequest && strings.Contains(told, "context") && (strings.Contains(told, "length") || strings.Contains(told, "window") || strings.Contains(told, "exceed"))
}

// body writes a request, the same for the same.
func (e *Extractor) body(form int32, messages []message, p *prompt, offered []kg.Entity) ([]byte, error) {
	r := request{Model: e.model, Messages: messages}
	if form < formBare {
		r.Temperature = new(float64)
	}
	switch form {
	case formSchema:
		r.ResponseFormat = map[string]any{"type": "json_schema", "json_schema": map[string]any{
			"name": "claims", "strict": true, "schema": schemaOf(p, offered),
		}}
	case formObject:
		r.ResponseFormat = map[string]any{"type": "json_object"}
	}
	return json.Marshal(r)
}

// complete asks within the budget, and adds what it cost.
func (e *Extractor) complete(ctx context.Context, body []byte, cost *extract.Cost) (*completion, error) {
	estimate := tokensOf(string(body))
	if err := e.budget.reserve(estimate); err != nil {
		return nil, err
	}
	done, err := e.client.complete(ctx, body, &cost.Requests)
	if err != nil {
		e.budget.settle(estimate, 0)
		return nil, err
	}
	in, out := counted(done.Usage.PromptTokens, estimate), counted(done.Usage.CompletionTokens, tokensOf(done.Choices[0].Message.Content))
	cost.TokensIn, cost.TokensOut = cost.TokensIn+in, cost.TokensOut+out
	e.budget.settle(estimate, in+out)
	return done, nil
}

// counted returns the tokens that a server says, or an estimate where that cannot be.
func counted(says float64, estimate int) int {
	const most = 10_000_000
	if says > 0 && says < most {
		return int(says)
	}
	return estimate
}
