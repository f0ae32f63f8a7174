//go:build race

package command

// followersOfEach is few with the race detector, which bears 8,128 goroutines.
const followersOfEach = 100
