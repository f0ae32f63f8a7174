package fetch

import (
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// server starts a server that counts what it is asked.
func server(t *testing.T, handler http.HandlerFunc) (at *url.URL, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	at, err := url.Parse(s.URL)
	require.NoError(t, err)
	return at, asked
}

// permitting returns a client that may connect to some servers, and to nothing else.
func permitting(o Options, servers ...*url.URL) *Client {
	c := New(o)
	c.permits = func(a netip.AddrPort) bool {
		for _, s := range servers {
			if a.String() == s.Host {
				return true
			}
		}
		return false
	}
	return c
}

func TestOnlyPublicAddressesAreAsked(t *testing.T) {
	at, asked := server(t, func(http.ResponseWriter, *http.Request) {})
	for _, address := range []string{at.String(), "http://localhost:" + at.Port(), "http://[::1]:" + at.Port(), "http://[::ffff:127.0.0.1]:" + at.Port(), "http://127.1:" + at.Port(), "http://2130706433:" + at.Port()} {
		_, err := New(Options{Timeout: 5 * time.Second}).Get(t.Context(), address)
		require.Error(t, err, address)
	}
	_, err := New(Options{}).Get(t.Context(), at.String())
	require.ErrorIs(t, err, ErrNotPublic)
	require.Zero(t, asked.Load())
}

func TestPublicAddresses(t *testing.T) {
	for _, a := range []string{"93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:93.184.216.34"} {
		require.True(t, isPublic(netip.MustParseAddr(a)), a)
	}
	for _, a := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.168.1.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "fe80::1", "fe80::1%eth0",
		"fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1", "4000::1",
	} {
		require.False(t, isPublic(netip.MustParseAddr(a)), a)
	}
	c := New(Options{})
	require.True(t, c.permits(netip.MustParseAddrPort("93.184.216.34:443")))
	require.False(t, c.permits(netip.MustParseAddrPort("93.184.216.34:22")))
}

func TestRedirectsAreCheckedAlike(t *testing.T) {
	private, asked := server(t, func(http.ResponseWriter, *http.Request) {})
	var to string
	at, _ := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	c := permitting(Options{}, at)
	for _, one := range [][2]string{
		{private.String(), "no public address"}, {"file:///etc/passwd", "no address on the web"}, {"http://a:secret@" + at.Host, "has a name or password in it"},
		{at.String(), "it redirects more than 5 times"}, {"http://169.254.169.254/x", "no public address"},
	} {
		to = one[0]
		_, err := c.Get(t.Context(), at.String())
		require.ErrorContains(t, err, one[1])
		require.NotContains(t, err.Error(), "secret")
	}
	require.Zero(t, asked.Load())
}

func TestPagesAreBounded(t *testing.T) {
	at, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long":
			for range 1000 {
				_, _ = w.Write([]byte(strings.Repeat("a", 1000)))
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			for range 1000 {
				_, _ = packed.Write([]byte(strings.Repeat("a", 1000)))
			}
			_ = packed.Close()
		case "/head":
			w.Header().Set("X-Long", strings.Repeat("a", 2*maxHeaderBytes))
		case "/slow":
			<-r.Context().Done()
		case "/drips":
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte("a"))
				_ = http.NewResponseController(w).Flush()
				time.Sleep(time.Millisecond)
			}
		case "/half":
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("a"))
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			w.Header().Set("Content-Type", "text/html; charset=koi8-r")
			_, _ = fmt.Fprintf(w, "%s %s %s", r.UserAgent(), r.Header.Get("Cookie"), r.Header.Get("Authorization"))
		}
	})
	c := permitting(Options{MaxBytes: 100_000, Timeout: 300 * time.Millisecond, UserAgent: "conflictgraph"}, at)
	for path, says := range map[string]string{
		"/long": "has more than 100000 bytes", "/bomb": "has more than 100000 bytes", "/head": "cannot get", "/slow": "cannot get", "/drips": "cannot get",
		"/half": "cannot get", "/gone": "answers 410 Gone",
	} {
		_, err := c.Get(t.Context(), at.JoinPath(path).String())
		require.ErrorContains(t, err, says, path)
	}
	p, err := c.Get(t.Context(), at.JoinPath("/page").String()+"?a=b#c")
	require.NoError(t, err)
	require.Equal(t, "conflictgraph  ", string(p.Body))
	require.Equal(t, "text/html; charset=koi8-r", p.ContentType)
	require.Equal(t, at.JoinPath("/page").String()+"?a=b", p.URL)
}

func TestAddressesThatAreNoneAreRefused(t *testing.T) {
	for _, address := range []string{"", "example.org", "ftp://example.org/", "javascript:alert(1)", "http://", "https://u:secret@example.org/", "http://%zz", "data:text/html,x", "http://" + strings.Repeat("a", 5000)} {
		_, err := New(Options{}).Get(t.Context(), address)
		require.Error(t, err, address)
		require.NotContains(t, err.Error(), "secret")
		require.False(t, errors.Is(err, ErrNotPublic))
	}
}

func TestNoProxyIsUsed(t *testing.T) {
	proxy, asked := server(t, func(http.ResponseWriter, *http.Request) {})
	at, _ := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("direct")) })
	t.Setenv("HTTP_PROXY", proxy.String())
	t.Setenv("ALL_PROXY", proxy.String())
	p, err := permitting(Options{}, at, proxy).Get(t.Context(), at.String())
	require.NoError(t, err)
	require.Equal(t, "direct", string(p.Body))
	require.Zero(t, asked.Load())
}
