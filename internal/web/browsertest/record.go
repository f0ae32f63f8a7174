package browsertest

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// record is what a page did so far. The browser's events and the test use it
// at the same time.
type record struct {
	mu         sync.Mutex
	requests   []string
	outside    []string
	complaints []string
}

// Requests returns the URLs that the page asked for, in order.
func (r *record) Requests() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// Outside returns what was asked of other machines, by the page, its workers or
// the browser itself. Nothing of it was answered.
func (r *record) Outside() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.outside)
}

// Complaints returns errors and warnings of the console, exceptions that nobody
// caught, requests that failed and breaches of the page's security policy.
func (r *record) Complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.complaints)
}

func (r *record) add(list *[]string, item string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*list = append(*list, item)
}

// refuse is the proxy through which the browser would leave the machine.
func (r *record) refuse(w http.ResponseWriter, asked *http.Request) {
	r.add(&r.outside, asked.Method+" "+asked.RequestURI)
	http.Error(w, "This test has no other machines.", http.StatusBadGateway)
}

func (r *record) listen(event any) {
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		r.add(&r.requests, event.Request.URL)
		if leavesMachine(event.Request.URL) {
			r.add(&r.outside, event.Request.Method+" "+event.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		r.add(&r.complaints, uncaught(event.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		switch event.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			r.add(&r.complaints, fmt.Sprintf("console.%s: %s", event.Type, arguments(event.Args)))
		}
	case *log.EventEntryAdded:
		switch event.Entry.Level {
		case log.EntryLevelError, log.EntryLevelWarning:
			r.add(&r.complaints, fmt.Sprintf("%s %s: %s %s", event.Entry.Source, event.Entry.Level, event.Entry.Text, event.Entry.URL))
		}
	}
}

func uncaught(details *runtime.ExceptionDetails) string {
	if details.Exception == nil {
		return details.Text
	}
	return details.Text + ": " + arguments([]*runtime.RemoteObject{details.Exception})
}

func arguments(objects []*runtime.RemoteObject) string {
	var texts []string
	for _, object := range objects {
		if object.Description != "" {
			texts = append(texts, object.Description)
		} else {
			texts = append(texts, string(object.Value))
		}
	}
	return strings.Join(texts, " ")
}

func leavesMachine(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	switch u.Scheme {
	case "data", "blob", "about", "chrome":
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())
}
