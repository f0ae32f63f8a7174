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

func TestKindsThatSectorsTell(t *testing.T) {
	for _, c := range []struct {
		kind    kg.EntityKind
		sectors string
		names   []string
	}{
		{kg.KindPerson, "Executive Office,Executive,Government", []string{
			"Vladimir Putin", "Narendra Modi", "Recep Tayyip Erdoğan", "Steve Witkoff", "Kim Jong-Un", "mohammed bin salman", "Antonio Guterres",
		}},
		{kg.KindPerson, "International Government Organization,Global Diplomatic IGOs", []string{"Antonio Guterres"}},
		{kg.KindOrganization, "International Government Organization,Global Diplomatic IGOs", []string{
			"United Nations", "UNICEF", "ASEAN", "Organization of American States", "Office of the High Commissioner for Human Rights",
		}},
		{kg.KindOrganization, "Nongovernmental Organization / Activist (International),Human Rights NGOs", []string{"Amnesty International", "Human Rights Watch", "Greenpeace"}},
		{kg.KindOrganization, "Government", []string{
			"Ministry (India)", "Defense Ministry (Chad)", "Ministry of Public Security (Brazil)", "Cabinet / Council of Ministers / Advisors (India)", "Police (Kenya)",
			"Prime Minister's Office", "Office of the President", "Supreme Court (India)", "National Bank of Ukraine",
		}},
		{kg.KindOrganization, "(National) Major Party,Parties", []string{"Social Democratic Party (Morocco)", "Bharatiya Janata Party"}},
		{kg.KindOrganization, "Dissident,Rebel", []string{"Kurdistan Workers' Party", "Lord's Resistance Army", "National Liberation Front"}},
		{kg.KindCountry, "Government", []string{"France", "United States", "Democratic Republic of Congo"}},
		{kg.KindGroup, "General Population / Civilian / Social,Social", []string{"Citizen (India)", "Population (Peru)", "Tribesmen (Yemen)"}},
		{kg.KindOtherActor, "Executive,Government", []string{
			"President (India)", "Head of Government (India)", "Prime Minister", "Foreign Minister of France", "Secretary General of the United Nations", "Lok Sabha", "",
		}},
		{kg.KindOtherActor, "International Government Organization", []string{"Ban Ki Moon", "Secretary General (United Nations)"}}, // of no given name that is known
		{kg.KindOtherActor, "Business", []string{"Morgan Stanley", "Mercedes Benz"}},
		{kg.KindOtherActor, "Rebel,Insurgents", []string{"Abu Sayyaf", "Boko Haram", "Islamic Jihad", "Jaish-e-Mohammed"}},
		{kg.KindOtherActor, "", []string{"Vladimir Putin", "Ministry (India)", "United Nations"}},
		{kg.KindOtherActor, "NULL", []string{"Vladimir Putin"}},
	} {
		for _, name := range c.names {
			if got := sectorsOf(c.sectors, ",").kindIn(kg.FoldName(name)); got != c.kind {
				t.Errorf("%q of %q is %s, not %s", name, c.sectors, got, c.kind)
			}
		}
	}
}

func TestKindsThatCodesOfActorsTell(t *testing.T) {
	for actor, want := range map[string]kg.EntityKind{
		"RUSGOV VLADIMIR PUTIN": kg.KindPerson, "USAGOV PRESIDENT": kg.KindOtherActor, "IGOUNO UNITED NATIONS": kg.KindOrganization, "NGOAMN AMNESTY INTERNATIONAL": kg.KindOrganization,
		"USAMIL ARMY": kg.KindOrganization, "FRACOP POLICE": kg.KindOrganization, "USAGOV SENATE": kg.KindOrganization, "INDGOV MINISTRY": kg.KindOrganization, "MNC COMPANY": kg.KindOrganization,
		"SYRREF REFUGEE": kg.KindGroup, "USACVL CITIZEN": kg.KindGroup, "FRA FRANCE": kg.KindCountry, "FRAGOV FRANCE": kg.KindOtherActor, "FRA FRENCH": kg.KindOtherActor,
		"RUS ": kg.KindOtherActor, "IGO ": kg.KindOrganization, " PRESIDENT": kg.KindOtherActor, "USABUS MORGAN STANLEY": kg.KindOtherActor, "USAJUD JUDGE": kg.KindOtherActor,
	} {
		if got := gdeltKind(kg.FoldName(actor)); got != want {
			t.Errorf("%q is %s, not %s", actor, got, want)
		}
	}
}

func TestKindsThatACLEDTells(t *testing.T) {
	for _, c := range []struct {
		name, number, inter string
		kind                kg.EntityKind
	}{
		{"Military Forces of Northland (2010-)", "1", "State forces", kg.KindOrganization},
		{"Example Front", "2", "Rebel group", kg.KindOrganization},
		{"Example Front", "2", "Rebel groups", kg.KindOrganization},
		{"Example Boys", "3", "Political militia", kg.KindOrganization},
		{"Unidentified Armed Group (Northland)", "3", "Political militia", kg.KindGroup},
		{"Example Ethnic Militia (Northland)", "4", "Identity militia", kg.KindGroup},
		{"Rioters (Northland)", "5", "Rioters", kg.KindGroup},
		{"Protesters (Northland)", "6", "Protesters", kg.KindGroup},
		{"Civilians (Northland)", "7", "Civilians", kg.KindGroup},
		{"NATO: North Atlantic Treaty Organization", "8", "External/Other forces", kg.KindOrganization},
		{"Example Students", "", "", kg.KindOtherActor},
		{"Example Students", "0", "None", kg.KindOtherActor},
		{"Example Students", "9", "?", kg.KindOtherActor},
	} {
		for _, inter := range []string{c.number, c.inter} {
			if got := acledKind(kg.FoldName(c.name), acledSectors(inter)); got != c.kind {
				t.Errorf("%q, which is %q, is %s, not %s", c.name, inter, got, c.kind)
			}
		}
	}
}

func TestKindsThatPOLECATTells(t *testing.T) {
	header := "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tPrimary Actor Sector\tActor Sectors\tRecipient Name\tPrimary Recipient Sector\tRecipient Sectors\tStory People\tStory Organizations\n"
	batch, rejects := readAll(t, opened(t, openPOLECAT, ".txt", header+
		"E1\t2023-01-02\tCONSULT\tvisit\tAda Example; Ministry of Examples\tGOV\t\tCape Verde\tGOV\t\t\t\n"+
		"E2\t2023-01-02\tCONSULT\tvisit\tXan Nemo; Nemo Works\tGOV\t\tNemo Relief\tNGO\t\tXan Nemo; Cape Verde\tNemo Works\n"+
		"E3\t2023-01-02\tCONSULT\tvisit\tPresident\tGOV\t\tNemos\tNGO\tGOV; NGO\t\t\n"))
	same(t, "rejects", len(rejects), 0)
	sameLines(t, "entities", entitiesInWords(batch),
		"polecat:ada-example PERSON Ada Example ()", "polecat:cape-verde COUNTRY Cape Verde ()", "polecat:ministry-of-examples ORGANIZATION Ministry of Examples ()",
		"polecat:xan-nemo PERSON Xan Nemo ()", "polecat:nemo-relief OTHER_ACTOR Nemo Relief ()", "polecat:nemo-works ORGANIZATION Nemo Works ()",
		"polecat:president OTHER_ACTOR President ()", "polecat:nemos ORGANIZATION Nemos (GOV, NGO)",
	)
}
