// Package report writes what a run found: as a table for a terminal, as JSON
// for a program, as Markdown for the README and as one HTML page for a reader.
//
// Each form is a function of the [Run] alone: it holds no time, no path and
// nothing of the machine, so that equal runs give equal bytes.
//
// The package renders verdicts. It computes none and runs no check.
package report
