package exchange

import (
	"testing"

	"conflictgraph/internal/kg"
)

func TestKindsThatNamesTell(t *testing.T) {
	for _, c := range []struct {
		kind  kg.EntityKind
		names []string
	}{
		{kg.KindCountry, []string{
			"France", "UNITED STATES", "Cote d'Ivoire", "Côte d’Ivoire", "Bosnia and Herzegovina", "Saint Lucia", "Hong Kong", "Myanmar", "Burma",
			"Czech Republic", "North Macedonia", "Macedonia", "Palestinian Territory, Occupied", "Holy See (Vatican City State)", "South Sudan",
		}},
		{kg.KindGroup, []string{"Citizen (India)", "protester (Hong Kong)", "Lawyer/Attorney (France)", "Women (Africa)", "Military Personnel - Special (N)"}},
		{kg.KindOtherActor, []string{
			"", "Narendra Modi", "United Nations", "European Union", "Eurozone", "Kurdistan Workers' Party", "Ministry (India)", "Head of Government (India)",
			"Citizen", "Citizen (India", "Citizen of India", "Georgia Meloni", "Citizen(India)", "(India)",
		}},
	} {
		for _, name := range c.names {
			if got := kindOf(name); got != c.kind {
				t.Errorf("%q is %s, not %s", name, got, c.kind)
			}
		}
	}
}
