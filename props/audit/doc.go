// Package audit judges a run that was made elsewhere: hitting times or trajectories of the overlap under online SGD on
// the sphere, or the path of students under gradient descent, as somebody else's program has written them down.
//
// A [Problem] says what that program is meant to run. Its law is known exactly: the overlap is a Markov chain of O(1) a
// step, see package sim, and it is run here, on the spot, with draws of its own. The numbers from outside and those made
// here are two samples, and their laws are compared by the Dvoretzky–Kiefer–Wolfowitz inequality, which holds for every
// number of runs. Where the numbers have consecutive steps of a trajectory, each step is placed among steps made here
// from the same overlap; the ranks are independent and uniform, whatever the trajectory is.
//
// The same numbers are then judged against the usual mistakes: a step δ for δ/N, a loss doubled, no projection, a batch,
// momentum and more, see [Problem.Mistakes]. Each has its exact law too, and is refuted or compatible.
//
// # Verdicts
//
//   - REFUTED: the numbers are not from the law. It is said wrongly with probability α at most, over all tests together.
//   - HOLDS: they are not refuted, and a law that were off by [Options.Violation] in some distribution function would
//     have been, but with probability β.
//   - UNDECIDED: they are not refuted, and too few for that; the result says how many would do.
//
// A mistake that is called refuted is so at level α of its own. That one is compatible proves nothing: the result
// says which of the compatible laws more runs would tell apart, and how many.
//
// # What this package must not do
//
// It reads no files and prints nothing; it knows no claim. Its level is the caller's and not part of the budget of the
// suite.
package audit
