package rules

// claims finds what the sentence claims.
func (x *reading) claims() {
	if n := len(x.tokens); n == 0 || x.tokens[n-1].Text == "?" || n > 1 && x.tokens[n-1].Text == "\"" && x.tokens[n-2].Text == "?" {
		return
	}
	for _, v := range x.verbs {
		frames := x.words.frames[v.lemma]
		if len(frames) == 0 {
			continue
		}
		m, ok := x.sense(v)
		if !ok {
			continue
		}
		for _, f := range frames {
			if f.flag == "never" {
				continue
			}
			if x.apply(f, v, m) {
				break
			}
		}
	}
	x.loyalties()
	x.nominals()
	x.deedNouns()
	x.offices()
	x.atWar()
	x.due()
	x.denials()
}
