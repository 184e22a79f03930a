// Package suite is the registry of package theory with the checks and figures of both
// papers: what the command runs, and what is tried under go test. [All] is all of it.
//
// Its tests are the trials of the suite: every verdict as expected, every rival and plant
// refuted, no false alarm on evidence drawn from the laws and no miss on violated ones. They also
// hold the rules that need all checks at once: the names of files, the order, one check a claim.
//
// The package must not hold a check itself.
package suite
