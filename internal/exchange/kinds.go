package exchange

import (
	"slices"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// kindOf returns what a name alone says of the kind of an actor: a country where it is
// what a state is called, or a group where it is a word for people of one sort and, in
// parentheses, whose they are ("Citizen (India)"). All others, persons and
// organizations among them, are other actors: their names do not tell them apart.
func kindOf(name string) kg.EntityKind {
	if named, _ := states.Named(name); len(named) > 0 && !strings.HasPrefix(name, "(") {
		return kg.KindCountry
	}
	if head, _, found := strings.Cut(name, " ("); found && strings.HasSuffix(name, ")") && peopleOf[kg.FoldName(head)] {
		return kg.KindGroup
	}
	return kg.KindOtherActor
}

// stateIdentifiers returns by what registers know the state that an actor of some kind
// is: nothing of what is no country, or may be one of several by its name.
func stateIdentifiers(kind kg.EntityKind, name string) []kg.Identifier {
	if kind != kg.KindCountry {
		return nil
	}
	named, coded := states.Named(name)
	if len(named) == 0 {
		named = coded
	}
	if len(named) != 1 {
		return nil
	}
	state, _ := states.ByISO(named[0])
	return kg.StateIdentifiers(state)
}

// sectors are what a data set tells of an actor besides its name: sectors in words, as
// ICEWS has them, or codes, as CAMEO, PLOVER and ACLED do.
type sectors []string

// sectorsOf returns what a column lists.
func sectorsOf(column, separator string) sectors {
	var all sectors
	for sector := range strings.SplitSeq(column, separator) {
		if sector = stated(strings.TrimSpace(sector)); sector != "" {
			all = append(all, kg.FoldName(sector))
		}
	}
	return all
}

// kind returns the kind of what is of some sectors and no person; KindOtherActor where
// they do not tell it, since persons and organizations are of most.
func (all sectors) kind() kg.EntityKind {
	for _, sector := range all {
		if kind, told := sectorKinds[sector]; told {
			return kind
		}
		if strings.HasSuffix(sector, " igos") || strings.HasSuffix(sector, " ngos") {
			return kg.KindOrganization
		}
	}
	return kg.KindOtherActor
}

// ofBusiness reports whether companies are of one of the sectors.
func (all sectors) ofBusiness() bool {
	return slices.ContainsFunc(all, func(sector string) bool {
		return sector == "bus" || sector == "mnc" || strings.HasSuffix(sector, "business") || sector == "multinational corporation"
	})
}

// sectorKinds are the sectors and codes that tell of what kind an actor is, unless it
// is a person, folded.
var sectorKinds = map[string]kg.EntityKind{
	// Codes of CAMEO and PLOVER.
	"igo": kg.KindOrganization, "ngo": kg.KindOrganization, "ngm": kg.KindOrganization, "mnc": kg.KindOrganization,
	"cvl": kg.KindGroup, "ref": kg.KindGroup,
	// ICEWS; its other organizations of states and of citizens end in IGOs and NGOs.
	"international government organization": kg.KindOrganization, "nongovernmental organization / activist (international)": kg.KindOrganization,
	"multinational corporation": kg.KindOrganization, "general population / civilian / social": kg.KindGroup,
	"refugees / displaced": kg.KindGroup, "protestors / popular opposition / mobs": kg.KindGroup,
	// ACLED, in the singular.
	"state force": kg.KindOrganization, "rebel group": kg.KindOrganization, "political militia": kg.KindOrganization, "external/other force": kg.KindOrganization,
	"other force": kg.KindOrganization, "external force": kg.KindOrganization,
	"identity militia": kg.KindGroup, "rioter": kg.KindGroup, "protester": kg.KindGroup, "civilian": kg.KindGroup,
}

// kindIn returns the kind of an actor of which a data set tells sectors: what its name
// alone says; a person where it begins with a given name and is no role nor an
// organization's; an organization where the word that it is about is one for
// organizations; and otherwise what the sectors tell. A role, "President (India)", is
// an other actor, and so is what may be the name of a person of a sector of organizations.
func (all sectors) kindIn(name string) kg.EntityKind {
	if kind := kindOf(name); kind != kg.KindOtherActor || len(all) == 0 {
		return kind
	}
	n := readName(name)
	switch {
	case n.isPerson() && !all.ofBusiness(): // whose companies are called as their founders were
		return kg.KindPerson
	case organizationWords[n.about]:
		return kg.KindOrganization
	case roleWords[n.about]:
		return kg.KindOtherActor
	case organizationWords[n.words[0]]:
		return kg.KindOrganization
	}
	kind := all.kind()
	if kind == kg.KindOrganization && n.mayBePerson() {
		return kg.KindOtherActor
	}
	return kind
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
