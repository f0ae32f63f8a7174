package model

// Viewer is who asks, and what they may.
type Viewer struct {
	Name   *string
	Role   string // READER, CONTRIBUTOR, CURATOR or ADMIN
	Tokens bool

	Extractors []string
	Fetches    bool
}
