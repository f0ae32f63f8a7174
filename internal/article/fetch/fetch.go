// Package fetch gets pages from addresses that others give, and from public ones only.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// Client gets pages over HTTP and HTTPS. It connects to public addresses of the internet
// only, whatever a name resolves to and wherever a server redirects, on ports 80 and 443. It
// sends no credentials, keeps no cookies, and uses no proxy. Methods are safe for concurrent
// use.
type Client struct {
	http     *http.Client
	maxBytes int64
	permits  func(netip.AddrPort) bool
}

// Options bound what a page may take. The zero Options are 30 seconds in all and 16 MiB.
type Options struct {
	Timeout   time.Duration // of a page in all, with its redirects
	MaxBytes  int64         // of a page, once decompressed
	UserAgent string
}

const (
	defaultTimeout  = 30 * time.Second
	defaultMaxBytes = 16 << 20
	maxRedirects    = 5
	maxHeaderBytes  = 64 << 10
	maxAddressBytes = 2048
)

// Page is what an address gave.
type Page struct {
	URL         string // after redirects
	ContentType string // as the server says
	Body        []byte
	FetchedAt   time.Time
}

// ErrNotPublic is the error of an address that is not a public one of the internet.
var ErrNotPublic = errors.New("it is no public address of the internet")

// New returns a client.
func New(o Options) *Client {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	c := &Client{maxBytes: o.MaxBytes, permits: func(a netip.AddrPort) bool {
		return (a.Port() == 80 || a.Port() == 443) && isPublic(a.Addr())
	}}
	dialer := net.Dialer{Timeout: o.Timeout, Control: c.control}
	c.http = &http.Client{
		Timeout: o.Timeout,
		Transport: withAgent{o.UserAgent, &http.Transport{
			DialContext: dialer.DialContext, MaxResponseHeaderBytes: maxHeaderBytes, MaxConnsPerHost: 2, IdleConnTimeout: 10 * time.Second,
			TLSHandshakeTimeout: o.Timeout, ResponseHeaderTimeout: o.Timeout, ForceAttemptHTTP2: true,
		}},
		CheckRedirect: func(to *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return fmt.Errorf("it redirects more than %d times", maxRedirects)
			}
			return checkURL(to.URL)
		},
	}
	return c
}

// control refuses to connect to an address that is not permitted. It sees the one that a
// name was resolved to, so that none can be exchanged for another after it was looked at.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !c.permits(at) {
		return fmt.Errorf("%s: %w", address, ErrNotPublic)
	}
	return nil
}

// Get returns the page at an address. Any answer but 200 is an error.
func (c *Client) Get(ctx context.Context, address string) (Page, error) {
	if len(address) > maxAddressBytes {
		return Page{}, fmt.Errorf("the address has %d bytes; give one of at most %d", len(address), maxAddressBytes)
	}
	u, err := url.Parse(address)
	if err != nil {
		return Page{}, fmt.Errorf("%q is no address on the web", address)
	}
	if err := checkURL(u); err != nil {
		return Page{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, err
	}
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, text/markdown, application/rss+xml, application/atom+xml, */*;q=0.1")
	response, err := c.http.Do(request)
	if err != nil {
		return Page{}, plain(u, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Page{}, fmt.Errorf("%s answers %s", u.Redacted(), response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, c.maxBytes+1))
	if err != nil {
		return Page{}, plain(u, err)
	}
	if int64(len(body)) > c.maxBytes {
		return Page{}, fmt.Errorf("%s has more than %d bytes", u.Redacted(), c.maxBytes)
	}
	final := *response.Request.URL
	final.Fragment, final.RawFragment = "", ""
	return Page{URL: final.String(), ContentType: response.Header.Get("Content-Type"), Body: body, FetchedAt: time.Now().UTC()}, nil
}

// checkURL returns an error unless an address is one that may be asked for.
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%q is no address on the web; give one that begins with https:// or http://", u.Redacted())
	case u.User != nil:
		return fmt.Errorf("%q has a name or password in it; give the address without", u.Redacted())
	case u.Hostname() == "":
		return fmt.Errorf("%q names no host", u.Redacted())
	}
	return nil
}

// plain says of which address an error is.
func plain(u *url.URL, err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	return fmt.Errorf("cannot get %s: %w", u.Redacted(), err)
}

// withAgent says who asks.
type withAgent struct {
	agent string
	next  http.RoundTripper
}

func (w withAgent) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Del("Referer")
	r.Header.Set("User-Agent", w.agent)
	return w.next.RoundTrip(r)
}
