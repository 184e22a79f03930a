// Command mutate tries the tests of a package: it puts errors into the code, one at a time, and
// writes down which of them no test sees.
//
//	go run ./.ci/mutate ./theory
//
// It is a program of this module that no build reaches, as its directory begins with a dot, and needs the go
// command alone. The package on disk is not touched.
//
// # How
//
// All errors are compiled into one test binary, each behind a switch, by rewriting the sources in an overlay
// of the go command; the environment variable MUTANT turns one of them on. A second binary of the same
// sources writes down which switches a test goes through. So an error meets the tests that execute it and no
// others, the quickest first, and ends at the first that fails. What a test needs more than ten times of its
// own time for has timed out.
//
// # Errors
//
//	a + b, a * b, a & b, a << b      a − b, a / b, a | b, a >> b, and the other way round; a % b as a * b
//	a < b                            a <= b and a >= b, and so for <=, >, >=
//	a == b                           a != b, and the other way round
//	a && b                           a || b, and the other way round
//	−a, !a                           a
//	max, min                         the other of the two
//	a += b, a *= b                   a −= b, a /= b, and the other way round, and without it
//	a++                              a−−, and the other way round
//	a = b, f(a) as a statement       without it
//	if a                             if !a, where a is none of the above
//	a constant                       one more and one less if whole, otherwise × 1.01
//
// Constants are changed where they are used. Text is left alone: strings and the arguments of fmt.Errorf. So
// are numbers returned beside an error, constant declarations, array lengths and keys of composite literals,
// generated files and tests. Where an error does not compile behind its switch the places on that line are left
// out and counted.
//
// # The record
//
// The outcome is written into MUTATIONS.md of the package, between two marks; what stands outside of them is
// not touched. A row is that of a file at a state, the first digits of git hash-object: with -moved only
// files that have another state since are run, with -lived only what no test saw. The last column of the
// survivors is for a reason, written by hand, and is kept.
package main
