package command

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
)

// reachFlags say through whom the server is reached, and by what names.
type reachFlags struct {
	TrustedProxy []network `placeholder:"NETWORK" help:"Believe these proxies, such as 127.0.0.1 or 10.0.0.0/8, whom they ask for, by X-Forwarded-For or Forwarded; again for others. Others than this machine can then reach the server."`
	AllowedHost  []string  `placeholder:"NAME" help:"Answer requests to this host name, such as graph.example.org, and not to any other but localhost; again for others. Needed where the server listens on this machine only and is asked by another name."`
}

// Validate refuses what is no host name.
func (f *reachFlags) Validate() error {
	for _, name := range f.AllowedHost {
		if host, ok := hostOf(name); !ok || host == "" || host != canonicalHost(name) {
			return fmt.Errorf("--allowed-host %q: give a name or an address alone, such as graph.example.org, without scheme or port", name)
		}
	}
	return nil
}

// network is a network, or one address.
type network struct{ netip.Prefix }

// UnmarshalText reads an address, or a network as 10.0.0.0/8.
func (n *network) UnmarshalText(text []byte) error {
	address, err := netip.ParseAddr(string(text))
	if err == nil {
		address = address.Unmap().WithZone("")
		n.Prefix = netip.PrefixFrom(address, address.BitLen())
		return nil
	}
	if n.Prefix, err = netip.ParsePrefix(string(text)); err != nil {
		return fmt.Errorf("%q is no address such as 127.0.0.1 and no network such as 10.0.0.0/8", text)
	}
	return nil
}

func (f *reachFlags) proxies() []netip.Prefix {
	prefixes := make([]netip.Prefix, len(f.TrustedProxy))
	for i, n := range f.TrustedProxy {
		prefixes[i] = n.Prefix
	}
	return prefixes
}

// private reports whether only this machine reaches a server that listens at an
// address.
func (f *reachFlags) private(at net.Addr) bool { return isLoopback(at) && len(f.TrustedProxy) == 0 }

// isLoopback reports whether only this machine reaches an address itself.
func isLoopback(at net.Addr) bool {
	tcp, ok := at.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// own refuses requests that were sent to another name than the server's: a page can
// have a name of its own resolve to this machine, and would read what is open to it.
// A server that only this machine is to reach also refuses what a proxy passed on.
// addr is the address as the server was told it.
func (f *reachFlags) own(addr string, at net.Addr, next http.Handler) http.Handler {
	if !f.private(at) && len(f.AllowedHost) == 0 {
		return next
	}
	names := map[string]bool{}
	if own, _, err := net.SplitHostPort(addr); err == nil && own != "" {
		names[canonicalHost(own)] = true
	}
	for _, name := range f.AllowedHost {
		names[canonicalHost(name)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, ok := hostOf(r.Host); !ok || !names[host] && !isThisMachine(host) {
			graphqlhttp.Refuse(w, http.StatusMisdirectedRequest, &kg.Error{Code: kg.CodeForbidden, Message: fmt.Sprintf(
				"this server does not answer to the name %.100q, only to localhost and those that it was told: if the name is meant, start it with --allowed-host and the name", r.Host)})
			return
		}
		if header := forwardedBy(r.Header); header != "" && f.private(at) {
			graphqlhttp.Refuse(w, http.StatusForbidden, &kg.Error{Code: kg.CodeForbidden, Message: fmt.Sprintf(
				"a proxy passed this on (%s), but the server was started for this machine only: start it with --trusted-proxy and the proxy's address, and with tokens", header)})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// forwarding are the headers by which a proxy is known.
var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"}

// forwardedBy returns a header that only a proxy sets, or "".
func forwardedBy(h http.Header) string {
	i := slices.IndexFunc(forwarding, func(name string) bool { return len(h.Values(name)) > 0 })
	if i < 0 {
		return ""
	}
	return forwarding[i]
}

// hostOf returns the host that a request names, without its port; "" where it names
// none, as clients of HTTP/1.0 may. It reports false for what is no host.
func hostOf(hostport string) (string, bool) {
	host, port := hostport, ""
	if i := strings.LastIndexByte(hostport, ':'); i >= 0 && (strings.Count(hostport, ":") == 1 || strings.HasSuffix(hostport[:i], "]")) {
		host, port = hostport[:i], hostport[i+1:]
		if _, err := strconv.ParseUint(port, 10, 16); err != nil && port != "" {
			return "", false
		}
	}
	bracketed := strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]")
	host = canonicalHost(host)
	if strings.ContainsAny(host, "[]/\\@?#%, \t") || bracketed != strings.Contains(host, ":") || host == "" && hostport != "" {
		return "", false
	}
	return host, true
}

// canonicalHost returns a host in the one form in which it is compared.
func canonicalHost(host string) string {
	if inner, bracketed := strings.CutPrefix(host, "["); bracketed && strings.HasSuffix(inner, "]") {
		host = strings.TrimSuffix(inner, "]")
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// isThisMachine reports whether a host is this machine whatever resolves it, or none
// was named.
func isThisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "" || host == "localhost" || err == nil && address.Unmap().IsLoopback()
}
