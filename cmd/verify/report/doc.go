// Package report writes what a run found: as a table for a terminal, as JSON
// for a program, as Markdown for a repository, as JUnit XML and annotations for continuous
// integration, and as one HTML page for a reader.
//
// Each form is a function of the [Run] alone: it holds no path, so that equal runs give equal
// bytes. Of the machine JSON has the [Facts], since two runs are compared by it, and so has the last
// section of the page, the only one with the time that the run took. JSON has every number in full;
// texts show the six digits of [props.Decimal], the page four.
//
// The package renders verdicts. It computes none and runs no check.
package report
