package kg

import "testing"

func TestTheRanksOfAttestationAreFiltersThatShareNothing(t *testing.T) {
	ranks := attested()
	for _, status := range Statuses {
		for _, certainty := range Certainties {
			for _, coding := range Codings {
				r := &Relation{Status: status, Certainty: certainty, Coding: coding}
				for rank, filter := range ranks {
					if got, want := filter.Holds(r, "", false, nil), rank == Attestation(status, certainty, coding); got != want {
						t.Errorf("%s %s %s is of rank %d: %t, want %t", status, certainty, coding, rank, got, want)
					}
				}
			}
		}
	}
}
