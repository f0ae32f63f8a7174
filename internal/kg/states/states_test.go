package states

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestStatesAreNamedInManyWays(t *testing.T) {
	for want, texts := range map[string][]string{
		"US": {"United States", "the United States of America", "America", "Соединённые Штаты Америки", "Соединенные Штаты", "Vereinigte Staaten", "États-Unis", "美国"},
		"GB": {"United Kingdom", "Great Britain", "Britain", "Großbritannien", "Royaume-Uni"},
		"RU": {"Russian Federation", "russia", "Россия", "Росія", "Rusia", "روسيا"},
		"CZ": {"Czech Republic", "Czechia", "Česko", "Tschechien"},
		"CI": {"Ivory Coast", "Côte d'Ivoire", "Cote dIvoire", "Elfenbeinküste"},
		"IR": {"Iran", "Islamic Republic of Iran", "the Islamic Republic of Iran", "ایران", "إيران", "Persia"},
		"TR": {"Türkiye", "Turkey", "Turquie", "Republic of Turkey"},
		"SZ": {"Swaziland", "Eswatini"},
		"MM": {"Burma", "Myanmar"},
		"KP": {"North Korea", "Democratic People's Republic of Korea", "Nordkorea", "Corée du Nord", "Северная Корея"},
		"BA": {"Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia"},
		"DE": {"Bundesrepublik Deutschland", "Federal Republic of Germany", "Deutschland"},
		"JP": {"Nippon", "Nihon", "日本"},
		"LY": {"Libyan Arab Jamahiriya", "the Great Socialist People's Libyan Arab Jamahiriya", "Libya", "ليبيا"},
		"BY": {"Byelorussian SSR", "Byelorussia", "Беларусь"},
		"KH": {"Democratic Kampuchea", "Khmer Republic"},
		"GE": {"Sakartvelo", "Georgian Soviet Socialist Republic"},
		"CH": {"Schweizerische Eidgenossenschaft", "Confoederatio Helvetica"},
		"XK": {"Kosovo", "Косово", "Republic of Kosovo"},
	} {
		for _, text := range texts {
			if named, _ := Named(text); !slices.Equal(named, []string{want}) {
				t.Errorf("%q names %v, not %s", text, named, want)
			}
		}
	}
	for code, want := range map[string]string{"US": "US", "usa": "US", "U.S.A.": "US", "UK": "GB", "GBR": "GB", "UAE": "AE", "DRC": "CD", "COD": "CD", "PRC": "CN", "DPRK": "KP", "KSA": "SA", "de": "DE", "GER": "DE", "RUS": "RU"} {
		if named, coded := Named(code); !slices.Equal(coded, []string{want}) || named != nil {
			t.Errorf("%q is the code of %v, not %s, and names %v", code, coded, want, named)
		}
	}
	for _, text := range []string{"", "Republic", "of", "Utopia", "Soviet Union", "United", "Democratic Republic", "Kurdistan"} {
		if named, coded := Named(text); len(named)+len(coded) > 0 {
			t.Errorf("%q is %v, %v", text, named, coded)
		}
	}
	if named, _ := Named("Congo"); len(named) != 2 {
		t.Errorf("Congo may be %v", named)
	}
}

func TestStatesThatLookAlikeDiffer(t *testing.T) {
	for _, pair := range [][2]string{{"iran", "iraq"}, {"niger", "nigeria"}, {"austria", "australia"}, {"slovakia", "slovenia"}, {"gambia", "zambia"}, {"ireland", "iceland"}, {"mali", "malawi"}} {
		if !Differ(pair[0], pair[1]) || !Differ(pair[1], pair[0]) {
			t.Errorf("%v do not differ", pair)
		}
	}
	for _, pair := range [][2]string{{"iran", "iran"}, {"russia", "russian"}, {"iran", "ivan"}, {"republic", "iran"}, {"congo", "congo"}, {"turkey", "turkiye"}} {
		if Differ(pair[0], pair[1]) {
			t.Errorf("%v differ", pair)
		}
	}
}

func TestTheTableOfStatesIsWhole(t *testing.T) {
	all := All()
	if len(all) != 250 {
		t.Errorf("there are %d states", len(all))
	}
	seen := map[string]bool{}
	code := regexp.MustCompile(`^[A-Z]{2}$`)
	item := regexp.MustCompile(`^Q[0-9]+$`)
	for _, s := range all {
		if !code.MatchString(s.Alpha2) || seen[s.Alpha2] || len(s.Alpha3) != 3 || !item.MatchString(s.Wikidata) || s.Name == "" || len(s.Names) == 0 {
			t.Errorf("%+v", s)
		}
		seen[s.Alpha2] = true
		if named, _ := Named(s.Name); !slices.Contains(named, s.Alpha2) {
			t.Errorf("%s is not named %s", s.Alpha2, s.Name)
		}
	}
	if !slices.IsSortedFunc(all, func(a, b State) int { return strings.Compare(a.Alpha2, b.Alpha2) }) {
		t.Error("they are not in the order of their codes")
	}
}

func TestTheNameOfAStateIsOfNoOther(t *testing.T) {
	for _, s := range All() {
		if named, _ := Named(s.Name); !slices.Equal(named, []string{s.Alpha2}) {
			t.Errorf("%s is of %v, not of %s alone", s.Name, named, s.Alpha2)
		}
	}
	for name, want := range map[string]string{"China": "CN", "Китай": "CN", "中国": "CN", "Hong Kong": "HK", "Macao": "MO", "США": "US", "Burma": "MM"} {
		if named, _ := Named(name); !slices.Equal(named, []string{want}) {
			t.Errorf("%s is of %v, not of %s alone", name, named, want)
		}
	}
}
