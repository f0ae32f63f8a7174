package exchange

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"conflictgraph/internal/kg"
)

// kindOf returns what a name says of the kind of an actor, for data sets that do
// not say it themselves: a country that CLDR has in English, or a group where the
// name is a word for people of one sort and, in parentheses, whose they are
// ("Citizen (India)"). All others, persons and organisations among them, are
// other actors: their names do not tell them apart.
func kindOf(name string) kg.EntityKind {
	if countries()[foldCountry(name)] {
		return kg.KindCountry
	}
	if head, _, found := strings.Cut(name, " ("); found && strings.HasSuffix(name, ")") && peopleOf[kg.FoldName(head)] {
		return kg.KindGroup
	}
	return kg.KindOtherActor
}

var sameInCountries = strings.NewReplacer("’", "'", "&", "and", "st. ", "saint ", " sar china", "")

func foldCountry(name string) string { return sameInCountries.Replace(kg.FoldName(name)) }

// countries returns the names of countries, as foldCountry has them.
var countries = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	inEnglish := display.English.Regions()
	for i := range 26 * 26 {
		region, err := language.ParseRegion(string([]byte{'A' + byte(i/26), 'A' + byte(i%26)}))
		if err != nil || !region.IsCountry() || notCountries[region.String()] {
			continue
		}
		name := foldCountry(inEnglish.Name(region))
		names[name] = name != ""
		if first, second, found := strings.Cut(strings.TrimSuffix(name, ")"), " ("); found {
			names[first], names[second] = true, true
		}
	}
	for _, name := range otherCountryNames {
		names[foldCountry(name)] = true
	}
	return names
})

// notCountries are regions that golang.org/x/text takes for countries.
var notCountries = map[string]bool{"UN": true, "EZ": true, "EU": true}

// otherCountryNames are names in use for countries that CLDR calls otherwise.
var otherCountryNames = []string{
	"Burma", "Cabo Verde", "Congo", "Czech Republic", "Democratic Republic of Congo", "Democratic Republic of the Congo", "East Timor", "Eswatini",
	"Holy See (Vatican City State)", "Ivory Coast", "Macao", "North Macedonia", "Occupied Palestinian Territory", "Palestine",
	"Palestinian Territory, Occupied", "Republic of the Congo", "Türkiye", "United States of America", "Vatican City State", "Virgin Islands, U.S.",
}

// peopleOf are the words that ICEWS puts before a country in parentheses where it
// means any people of that sort, folded.
var peopleOf = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Split(peopleWords, ",") {
		set[kg.FoldName(word)] = true
	}
	return set
}()

const peopleWords = `Activist, Actor, Alleged Militants, Armed Band, Armed Gang, Armed Insurgent, Armed Opposition, Armed Rebel,
	Armed Separatist, Armed Services Deserter, Army Personnel, Asylum Seeker, Attacker, Believer, Blogger, Buddhist,
	Buddhist Monk, Bureaucrat, Businessperson, Catholic Priest, Children, Christian, Citizen, Civil Servant, Cleric, Clergy,
	Combatant, Commando, Criminal, Customs Official, Dalit, Defector, Defense Attorney, Democracy Activist, Detainee,
	Displaced Families, Dissident, Drug Dealer, Economist, Education Official, Employee, Engineer, Environmentalist,
	Ethnic Group, Exiles, Extremist, Farm Worker, Fishermen, Freedom Fighter, Government Official, Guerrilla, Hacker,
	High Ranking Military Personnel, Hindu, Human Rights Activist, Hunter, Illegal Immigrant, Immigrants, Indigenous People,
	Insurgent, Intellectual, Intelligence Officer, Islamic Cleric, Islamic Militant, Islamic Preacher, Jew, Kidnapper,
	Labor Activist, Landowner, Lawmaker, Lawyer/Attorney, Leftists, Liberals, Looter, Media Personnel, Medical Personnel,
	Member of Parliament, Member of the Judiciary, Men, Militant, Military Personnel,
	Military Personnel - Special, Mob, Mujahideen, Murderer, Muslim, Muslim Cleric, Muslim Militant, Navy Personnel, Nurse,
	Opposition Activist, Opposition Supporter, Party Member, Peacekeeping Troop, People Associated with the Opposition,
	Pilgrim, Population, Preacher, Priest, Prisoner of War, Professor, Protester, Protesting Worker, Provincial Officials,
	Raider, Refugee, Representatives, Reserve Personnel, Residents of the Capital, Rights Activist, Rioter, Scholar,
	Scientist, Seamen, Separatist, Separatist Militant, Settler, Sikh, Social Worker, Student, Student Dissident, Tamil,
	Tenants, Terrorist, The Poor, Thief, Tourist, Trade Official, Veterans, Villager, Waiter, Women`
