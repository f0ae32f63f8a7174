package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// client asks a server for completions.
type client struct {
	http    *http.Client
	url     string
	key     string
	model   string
	timeout time.Duration
	tries   int
	first   time.Duration // that is waited before a second try
}

// What of an answer is read, and how long a server may have one wait.
const (
	maxAnswerBytes = 8 << 20
	maxWait        = 2 * time.Minute
)

func newClient(base *url.URL, o Options, transport http.RoundTripper) *client {
	return &client{
		// A server that redirects is not the one that was named, and gets no key.
		http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		url:  strings.TrimRight(base.String(), "/") + "/chat/completions", key: o.Key, model: o.Model, timeout: o.Timeout, tries: o.Tries,
		first: time.Second,
	}
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type request struct {
	Model          string         `json:"model"`
	Messages       []message      `json:"messages"`
	Temperature    *float64       `json:"temperature,omitempty"`
	ResponseFormat map[string]any `json:"response_format,omitempty"`
}

// completion is what a server answers, as far as it is looked at.
type completion struct {
	Choices []struct {
		Message struct {
			Content string `json:"content"`
			Refusal string `json:"refusal"`
		} `json:"message"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		PromptTokens     float64 `json:"prompt_tokens"`
		CompletionTokens float64 `json:"completion_tokens"`
	} `json:"usage"`
	Error *serverError `json:"error"`
}

type serverError struct {
	Message string `json:"message"`
}

// UnmarshalJSON reads an object with a message, or the message alone.
func (e *serverError) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &e.Message) == nil {
		return nil
	}
	type form serverError
	return json.Unmarshal(data, (*form)(e))
}

// statusError is an answer of HTTP that is none to the question.
type statusError struct {
	status  int
	message string
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("the language model's server answers %d %s", e.status, http.StatusText(e.status))
	if e.message != "" {
		text += ": " + e.message
	}
	return text
}

// complete asks for one completion, again where the server is busy, gone or breaks off, and
// counts how often it did.
func (c *client) complete(ctx context.Context, body []byte, requests *int) (*completion, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval = c.first, maxWait
	answer, err := backoff.Retry(ctx, func() (*completion, error) {
		*requests++
		answer, err := c.once(ctx, body)
		if err != nil && ctx.Err() != nil {
			return nil, backoff.Permanent(ctx.Err())
		}
		return answer, err
	}, backoff.WithBackOff(wait), backoff.WithMaxTries(uint(c.tries)), backoff.WithMaxElapsedTime(0))
	var permanent *backoff.PermanentError
	if errors.As(err, &permanent) {
		err = permanent.Err
	}
	return answer, err
}

type busyError struct{ wait time.Duration }

func (e *busyError) Error() string {
	return fmt.Sprintf("the language model's server asks to wait %s; try again then", e.wait.Round(time.Second))
}

// once asks once. Its errors that are not permanent may pass.
func (c *client) once(ctx context.Context, body []byte) (*completion, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, backoff.Permanent(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := c.http.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("the language model's server does not answer within %s", c.timeout)
		}
		return nil, fmt.Errorf("the language model's server cannot be asked: %s", c.hide(causeOf(err)))
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	switch {
	case len(content) > maxAnswerBytes:
		return nil, backoff.Permanent(&refusedError{fmt.Sprintf("the answer has more than %d bytes", maxAnswerBytes)})
	case err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("the language model's server does not end its answer within %s", c.timeout)
	case err != nil:
		return nil, fmt.Errorf("the language model's server breaks off its answer: %s", c.hide(err.Error()))
	case response.StatusCode != http.StatusOK:
		return nil, c.failed(response, content)
	}
	var answer completion
	if err := json.Unmarshal(content, &answer); err != nil {
		return nil, fmt.Errorf("the language model's server answers what is no completion: %s", c.hide(err.Error()))
	}
	if len(answer.Choices) == 0 {
		text := "the language model's server answers without a choice"
		if answer.Error != nil {
			text += ": " + c.hide(line(answer.Error.Message))
		}
		return nil, errors.New(text)
	}
	return &answer, nil
}

// failed says what an answer of another status than 200 means.
func (c *client) failed(response *http.Response, content []byte) error {
	failure := &statusError{status: response.StatusCode}
	var told struct {
		Error *serverError `json:"error"`
	}
	if json.Unmarshal(content, &told) == nil && told.Error != nil {
		failure.message = c.hide(line(told.Error.Message))
	}
	switch code := response.StatusCode; {
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		wait, asks := retryAfter(response.Header.Get("Retry-After"), time.Now())
		switch {
		case !asks:
			return failure
		case wait > maxWait:
			return backoff.Permanent(&busyError{wait})
		}
		return &retryError{failure, &backoff.RetryAfterError{Duration: wait}}
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code >= 500:
		return failure
	}
	return backoff.Permanent(failure)
}

// retryError is a failure of which its server says when to try again.
type retryError struct {
	error
	after *backoff.RetryAfterError
}

func (e *retryError) Unwrap() []error { return []error{e.error, e.after} }

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) (wait time.Duration, found bool) {
	if seconds, err := strconv.ParseUint(strings.TrimSpace(header), 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// causeOf is what an error of package http says, without the address.
func causeOf(err error) string {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	return err.Error()
}

func (c *client) hide(text string) string { return hidden(text, c.key) }

// hidden returns a text without a key, should a server repeat it.
func hidden(text, key string) string {
	if key == "" {
		return text
	}
	return strings.ReplaceAll(text, key, "[key]")
}
