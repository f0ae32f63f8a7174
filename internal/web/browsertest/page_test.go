package browsertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// misbehaving does all that a test has to notice. It is "done" when it has.
const misbehaving = `<!doctype html><link rel="icon" href="data:,"><body><script>
	console.log("a log line is no complaint");
	console.warn("a warning");
	console.error("an error");
	setTimeout(() => { throw new Error("an exception") });
	const worker = new Worker("/worker.js");
	Promise.all([
		fetch("http://page.example/").catch(() => {}),
		fetch("/missing"),
		new Promise(resolve => { worker.onmessage = resolve }),
	]).then(() => { document.body.textContent = "done" });
</script>`

const worker = `fetch("https://worker.example/").catch(() => {}).then(() => postMessage("done"))`

func openMisbehaving(t *testing.T) *Page {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, misbehaving)
	})
	mux.HandleFunc("/worker.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, worker)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	page := New(t)
	page.Open(server.URL)
	page.WaitFor(`document.body.textContent === "done"`)
	return page
}

func TestAPageSeesWhatLeavesTheMachineAndWhatWentWrong(t *testing.T) {
	page := openMisbehaving(t)
	for _, c := range []struct {
		name  string
		seen  []string
		wants string
	}{
		{"a request of the page to another machine", page.Outside(), "page.example"},
		{"a request of a worker to another machine", page.Outside(), "worker.example"},
		{"a request to this machine", page.Requests(), "/missing"},
		{"a warning", page.Complaints(), "a warning"},
		{"an error", page.Complaints(), "an error"},
		{"an exception", page.Complaints(), "an exception"},
		{"a request that failed", page.Complaints(), "/missing"},
	} {
		if !slices.ContainsFunc(c.seen, func(s string) bool { return strings.Contains(s, c.wants) }) {
			t.Errorf("%s: %q is not in %q", c.name, c.wants, c.seen)
		}
	}
	for _, outside := range page.Outside() {
		if strings.Contains(outside, "127.0.0.1") {
			t.Errorf("%q counts as another machine", outside)
		}
	}
	for _, complaint := range page.Complaints() {
		if strings.Contains(complaint, "a log line") {
			t.Errorf("%q counts as a complaint", complaint)
		}
	}
}

func TestOnlyLoopbackStaysOnTheMachine(t *testing.T) {
	for address, want := range map[string]bool{
		"http://127.0.0.1:8080/graphql": false,
		"http://[::1]:8080/":            false,
		"http://localhost/":             false,
		"data:image/png;base64,AAAA":    false,
		"blob:http://127.0.0.1/1":       false,
		"http://localhost.example/":     true,
		"https://10.0.0.1/":             true,
		"ws://example.org/":             true,
		"//":                            true,
		"http://[broken":                true,
	} {
		if got := leavesMachine(address); got != want {
			t.Errorf("%q leaves the machine: %v, want %v", address, got, want)
		}
	}
}
