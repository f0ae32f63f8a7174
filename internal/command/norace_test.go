//go:build !race

package command

// followersOfEach is how many follow over WebSockets at once, and how many by
// server-sent events.
const followersOfEach = 2000
