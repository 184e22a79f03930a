// Package suite is the registry of package theory with the checks and figures of both
// papers: what the command runs, and what is tried under go test. [All] is all of it.
package suite
