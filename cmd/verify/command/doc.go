// Package command is the command of a suite: the run, its reports and all that goes with them.
// A program is one call,
//
//	func main() { command.Main(suite) }
//
// for any suite of package props. The manual is the package comment of assay/cmd/verify, which
// is that program for the suite of this module.
//
// What a suite has no word for, as a problem or a run of the user's own, is a [Tool], which the
// program hands in beside the suite.
//
// The package must not know the checks: it is given a suite and imports none.
package command
