package limits

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"conflictgraph/internal/auth"
)

type clientKey struct{}

// Clients tells clients apart: one is who sent a token, or else an address. For
// whom proxies ask is read from their X-Forwarded-For; nobody else's is believed.
// It stands inside of what finds out who is asking.
func Clients(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "address " + Address(r, proxies)
		if subject := auth.From(r.Context()).Subject; subject != "" {
			name = "subject " + subject
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey{}, name)))
	})
}

// clientOf returns which client asks for what is done in ctx; all are one outside
// of Clients.
func clientOf(ctx context.Context) string {
	name, _ := ctx.Value(clientKey{}).(string)
	return name
}

// Address returns where a request comes from: the address that it was sent from,
// or the last in X-Forwarded-For that is no proxy if a proxy sent it. Of an IPv6
// address it is the network of 64 bits, since that is what a client has.
func Address(r *http.Request, proxies []netip.Prefix) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	at := from.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && within(at, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop.Unmap()
	}
	if at.Is6() {
		if network, err := at.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return at.String()
}

func within(at netip.Addr, networks []netip.Prefix) bool {
	for _, n := range networks {
		if n.Contains(at) {
			return true
		}
	}
	return false
}
