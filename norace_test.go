//go:build !race

package main

// followersOfEach is how many follow over WebSockets at once, and how many by
// server-sent events.
const followersOfEach = 2000
