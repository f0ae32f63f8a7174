// Package faults holds the tests of what the server survives: the real program, as
// its users run it, whose database, link, disk, file or own process fails under
// load. After each fault, what was acknowledged is there, nothing is there by half,
// what was not acknowledged can be sent again and is done once, and reads are
// answered again without a restart.
package faults
