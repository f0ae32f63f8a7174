package kg

import (
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg/states"
)

func TestIdentifiersAreKeptInOneForm(t *testing.T) {
	for want, given := range map[string][]string{
		"wikidata:Q212":         {"wikidata:Q212", "wikidata:q212", "Wikidata: Q212 ", "wikidata:http://www.wikidata.org/entity/Q212", "wikidata:https://www.wikidata.org/wiki/Q212"},
		"geonames:690791":       {"geonames:690791", "geonames:0690791", "geonames:https://sws.geonames.org/690791/"},
		"iso3166-1:UA":          {"iso3166-1:UA", "iso3166-1:ua", "iso3166-1:UKR", "iso3166-1:ukr", "iso3166-1:804"},
		"iso3166-1:AF":          {"iso3166-1:4", "iso3166-1:04", "iso3166-1:004", "iso3166-1:AFG"},
		"iso3166-1:XK":          {"iso3166-1:XK", "iso3166-1:XKX"},
		"cameo:RUSGOV":          {"cameo:RUSGOV", "cameo:rusgov"},
		"acled:359":             {"acled:359", "acled:00359"},
		"ucdp:112":              {"ucdp:112", "ucdp:https://ucdp.uu.se/actor/112"},
		"gw:2":                  {"gw:2", "gw:002"},
		"ftm:Q7747":             {"ftm:Q7747"},
		"ftm:q7747":             {"ftm:q7747"}, // whose case matters
		"isni:0000000121032683": {"isni:0000000121032683", "isni:0000 0001 2103 2683", "isni:https://isni.org/isni/0000000121032683"},
		"isni:000000012281955X": {"isni:000000012281955x"},
	} {
		for _, text := range given {
			if i, err := ParseIdentifier("", text); err != nil || i.String() != want {
				t.Errorf("%q is %s (%v), not %s", text, i, err, want)
			}
		}
	}
}

func TestWhatIsNoIdentifierIsRefused(t *testing.T) {
	for text, say := range map[string]string{
		"Q212":                            "wikidata:Q212",
		"viaf:123":                        "iso3166-1",
		"wikidata:212":                    "Q212",
		"wikidata:Q0":                     "Q212",
		"wikidata:Q01":                    "Q212",
		"iso3166-1:ZZ":                    "UA",
		"iso3166-1:":                      "UA",
		"iso3166-1:000":                   "UA",
		"isni:0000000121032684":           "0000000121032683", // whose check is 3
		"isni:000000012103268":            "0000000121032683",
		"gw:0":                            "369",
		"gw:+2":                           "369",
		"gw:1000":                         "369",
		"cameo:RU":                        "UKRGOV",
		"acled:-1":                        "359",
		"ftm:a b":                         "NK-",
		"ftm:" + strings.Repeat("x", 201): "NK-",
	} {
		_, err := ParseIdentifier("", text)
		if ErrorCode(err) != CodeBadInput || !strings.Contains(err.Error(), say) {
			t.Errorf("%q is refused with %v, which does not say %q", text, err, say)
		}
	}
}

func TestIdentifiersHaveTheirFormsAndAddresses(t *testing.T) {
	ukraine := Identifier{"iso3166-1", "UA"}
	if got := ukraine.Forms(); !slices.Equal(got, []Identifier{{"iso3166-1", "UA"}, {"iso3166-1", "UKR"}, {"iso3166-1", "804"}}) {
		t.Errorf("the forms are %v", got)
	}
	for _, s := range Schemes {
		i, err := Identifier{s.ID, s.Example}.Check("")
		if err != nil {
			t.Errorf("the example of %s: %v", s.ID, err)
		}
		if url := i.URL(); url != "" {
			if back, known := IdentifierOfURL(url); !known || back != i {
				t.Errorf("%s is the address of %v, not %v", url, back, i)
			}
		}
	}
	for _, url := range []string{"", "https://example.org/Q212", "http://www.wikidata.org/entity/P31", "urn:x"} {
		if i, known := IdentifierOfURL(url); known {
			t.Errorf("%q is the address of %v", url, i)
		}
	}
	if !slices.IsSorted(SchemeIDs()) {
		t.Errorf("the schemes %v are not in order", SchemeIDs())
	}
}

func TestEveryStateIsKnownToRegisters(t *testing.T) {
	for _, s := range states.All() {
		if got := StateIdentifiers(s); len(got) < 3 {
			t.Errorf("%s (%s) is known as %v only", s.Name, s.Alpha2, got)
		}
		for _, code := range []string{s.Alpha2, s.Alpha3, s.Numeric, s.ISONumeric()} {
			if by, known := states.ByISO(code); code != "" && (!known || by.Alpha2 != s.Alpha2) {
				t.Errorf("%s is %v, not %s", code, by.Alpha2, s.Alpha2)
			}
		}
		if by, known := states.ByCAMEO(s.CAMEO()); !known || by.Alpha2 != s.Alpha2 {
			t.Errorf("%s is %v, not %s", s.CAMEO(), by.Alpha2, s.Alpha2)
		}
	}
}
