package fetch

import "net/netip"

// special are the ranges in which no page of the internet is, apart from those that netip
// tells: see the registries of special addresses of IANA. Of IPv6 only 2000::/3 is in use.
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"168.63.129.16/32", // what a cloud tells its machines of themselves
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

var unicast6 = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) (parsed []netip.Prefix) {
	for _, p := range all {
		parsed = append(parsed, netip.MustParsePrefix(p))
	}
	return parsed
}

// isPublic reports whether an address is one that pages of the internet may be at: none of
// this machine, of a private or shared network, of a link, of many, or of documents.
func isPublic(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Is6() && !unicast6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
