package article

// readText reads plain text, which is one article as it is.
func readText(r *reader) bool {
	raw, err := r.whole(2 * MaxTextBytes)
	if err != nil {
		return r.fail("", err)
	}
	d := &draft{raw: raw}
	err = d.decode(raw, r.options.ContentType)
	return r.give("", d, err)
}

// decode makes bytes the text of a draft.
func (d *draft) decode(raw []byte, contentType string) error {
	text, guessed, err := decode(raw, contentType)
	if guessed != "" {
		d.note("it does not say how its characters are encoded; it was read as %s", guessed)
	}
	d.Text = text
	return err
}
