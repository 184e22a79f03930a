// Package diff compares two runs by their reports in JSON: verdicts that
// changed, measured constants that moved beyond their tolerances, coverage that
// was lost and, where it was recorded, time.
//
// A claim regresses if its verdict was the expected one and no longer is, be it
// refuted, undecided, open or absent. Nothing else is a regression: a seed or a
// tier that differs changes measurements and cases without a change of the code.
//
// The package reads and compares. It runs no check.
package diff
