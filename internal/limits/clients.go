package limits

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"conflictgraph/internal/auth"
)

type addressKey struct{}

// Clients tells clients apart: one is who sent a token, or else an address. For
// whom proxies ask is read from their X-Forwarded-For or Forwarded; nobody else's is
// believed. It stands around everything else of this package.
func Clients(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(withHeaders(r.Context(), w), addressKey{}, Address(r, proxies))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// clientOf returns which client asks for what is done in ctx; all are one outside
// of Clients.
func clientOf(ctx context.Context) string {
	address, within := ctx.Value(addressKey{}).(string)
	if !within {
		return ""
	}
	if subject := auth.From(ctx).Subject; subject != "" {
		return "subject " + subject
	}
	return "address " + address
}

// Address returns where a request comes from: the address that it was sent from,
// or the last that is no proxy of those that a proxy names. Where a proxy's
// X-Forwarded-For and Forwarded disagree, one of them is the client's own, and neither
// is believed. Of an IPv6 address it is the network of 64 bits, since that is what a
// client has.
func Address(r *http.Request, proxies []netip.Prefix) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	at := from.Addr().Unmap()
	if within(at, proxies) {
		at = forwardedFor(at, r.Header, proxies)
	}
	if at.Is6() {
		if network, err := at.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return at.String()
}

// forwardedFor returns whom a proxy asks for.
func forwardedFor(proxy netip.Addr, h http.Header, proxies []netip.Prefix) netip.Addr {
	listed, standard := h.Values("X-Forwarded-For"), h.Values("Forwarded")
	byList := lastOutside(proxy, strings.Split(strings.Join(listed, ","), ","), proxies)
	byStandard := lastOutside(proxy, hopsOf(strings.Join(standard, ",")), proxies)
	switch {
	case len(standard) == 0:
		return byList
	case len(listed) == 0, byList == byStandard:
		return byStandard
	}
	return proxy
}

// lastOutside goes back the hops that proxies named, for as long as proxies named
// them, and returns the last address that can be believed.
func lastOutside(at netip.Addr, hops []string, proxies []netip.Prefix) netip.Addr {
	for i := len(hops) - 1; i >= 0 && within(at, proxies); i-- {
		hop, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = hop
	}
	return at
}

// parseHop reads an address, with or without a port.
func parseHop(text string) (netip.Addr, bool) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap(), true
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	hop, err := netip.ParseAddr(text)
	return hop.Unmap(), err == nil
}

// hopsOf returns what each element of a Forwarded header (RFC 7239) says that it is
// for; "" where it says nothing.
func hopsOf(header string) []string {
	var hops []string
	for _, element := range splitQuoted(header, ',') {
		hop := ""
		for _, pair := range splitQuoted(element, ';') {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			if strings.EqualFold(name, "for") {
				hop = strings.Trim(value, `"`)
			}
		}
		hops = append(hops, hop)
	}
	return hops
}

// splitQuoted splits text at a sign that does not stand within quotation marks.
func splitQuoted(text string, at rune) []string {
	quoted := false
	var parts []string
	begin := 0
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == at && !quoted:
			parts = append(parts, text[begin:i])
			begin = i + 1
		}
	}
	return append(parts, text[begin:])
}

func within(at netip.Addr, networks []netip.Prefix) bool {
	for _, n := range networks {
		if n.Contains(at) {
			return true
		}
	}
	return false
}
