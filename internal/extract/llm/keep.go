package llm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// exchange is a request and its answer, as they are kept: JSON as it is, other text as text.
type exchange struct {
	Request  json.RawMessage `json:"request"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response,omitempty"`
	Text     string          `json:"text,omitempty"`
}

// Recorder keeps what is asked and what is answered, a file for each request, in a folder
// that it makes. It keeps no header, so that no key is in it; a key that the server repeats
// is taken out. The last answer to a request replaces those before.
type Recorder struct {
	Dir  string
	Next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (r Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := bodyOf(request)
	if err != nil {
		return nil, err
	}
	response, err := r.Next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	_ = response.Body.Close()
	response.Body = io.NopCloser(&broken{bytes.NewReader(content), err})
	if err != nil || len(content) > maxAnswerBytes {
		return response, nil
	}
	_, key, _ := strings.Cut(request.Header.Get("Authorization"), "Bearer ")
	if err := keep(r.Dir, body, response.StatusCode, content, key); err != nil {
		return nil, fmt.Errorf("what the language model answers cannot be kept: %w", err)
	}
	return response, nil
}

// broken is a body that ends with an error, or at its end.
type broken struct {
	io.Reader
	err error
}

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) && b.err != nil {
		err = b.err
	}
	return n, err
}

func keep(dir string, body []byte, status int, content []byte, key string) error {
	kept := exchange{Request: body, Status: status}
	if canonical, ok := canonicalJSON(content); ok {
		kept.Response = []byte(hidden(string(canonical), key))
	} else {
		kept.Text = hidden(strings.ToValidUTF8(string(content), "\ufffd"), key)
	}
	text, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, ".keep-*")
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, nameOf(body)))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// canonicalJSON writes JSON without needless escapes, in which a key could hide.
func canonicalJSON(content []byte) ([]byte, bool) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.More() {
		return nil, false
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return b.Bytes(), err == nil
}

// nameOf returns the name of the file in which a request is kept.
func nameOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]) + ".json"
}

func bodyOf(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(request.Body)
	_ = request.Body.Close()
	request.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

// Replay answers requests by what a Recorder kept in a folder, and asks no server.
type Replay struct{ Dir string }

// RoundTrip implements http.RoundTripper. A request that was not kept is answered by 404.
func (r Replay) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := bodyOf(request)
	if err != nil {
		return nil, err
	}
	answer := func(status int, content []byte) *http.Response {
		return &http.Response{
			StatusCode: status, Status: fmt.Sprint(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: io.NopCloser(bytes.NewReader(content)), ContentLength: int64(len(content)), Request: request,
		}
	}
	text, err := os.ReadFile(filepath.Join(r.Dir, nameOf(body)))
	if errors.Is(err, fs.ErrNotExist) {
		return answer(http.StatusNotFound, []byte(`{"error": {"message": "this request was not recorded"}}`)), nil
	}
	if err != nil {
		return nil, err
	}
	var kept exchange
	if err := json.Unmarshal(text, &kept); err != nil {
		return nil, fmt.Errorf("%s is no recorded answer: %w", nameOf(body), err)
	}
	if kept.Response != nil {
		return answer(kept.Status, kept.Response), nil
	}
	return answer(kept.Status, []byte(kept.Text)), nil
}
