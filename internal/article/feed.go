package article

import "errors"

func readFeed(r *reader) bool    { return r.fail("", errors.New("not yet")) }
func readArchive(r *reader) bool { return r.fail("", errors.New("not yet")) }
