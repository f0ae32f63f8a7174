package english

import "strings"

// strongPast are past forms that no noun has.
var strongPast = map[string]bool{"spoke": true, "met": true, "held": true, "told": true, "said": true, "flew": true, "struck": true, "withdrew": true, "broke": true, "sent": true, "fought": true, "took": true, "shook": true, "gave": true, "sought": true, "began": true, "drove": true}

// retag corrects what the tagger often gets wrong in news: marks, names that look like
// verbs, and verbs between two names.
func retag(tokens []Token) {
	for i := range tokens {
		t := &tokens[i]
		switch t.Low {
		case "\"", "–", "—", "--":
			t.Tag = t.Text
			continue
		case "'s":
			if t.Tag != "VBZ" || i > 0 && tokens[i-1].Capital() {
				t.Tag = "POS"
			}
			continue
		case "'":
			if i > 0 && tokens[i-1].End == t.Start && strings.HasSuffix(tokens[i-1].Low, "s") {
				t.Tag = "POS"
			}
			continue
		case "a", "an", "the", "this", "these", "those", "no", "each", "every":
			t.Tag = "DT"
			continue
		}
		verb := strings.HasPrefix(t.Tag, "VB")
		if t.Capital() && verb && (i > 0 && tokens[i-1].Text != "\"" || i+1 < len(tokens) && (tokens[i+1].Text == "," || tokens[i+1].Low == "'s" || strings.HasPrefix(tokens[i+1].Tag, "VB"))) {
			t.Tag = "NNP"
		}
		if t.Capital() || i == 0 || i+1 >= len(tokens) {
			continue
		}
		before, after := tokens[i-1], tokens[i+1]
		if strongPast[t.Low] && strings.HasPrefix(t.Tag, "NN") && (before.Capital() || before.Tag == "NNS" || before.Text == ",") {
			t.Tag = "VBD"
		}
		if strings.HasSuffix(t.Low, "ed") && (strings.HasPrefix(t.Tag, "JJ") || strings.HasPrefix(t.Tag, "NN")) && (before.Capital() || before.Tag == "NNS") && (after.Tag == "DT" || after.Tag == "PRP$" || after.Capital()) {
			t.Tag = "VBD"
		}
	}
}
