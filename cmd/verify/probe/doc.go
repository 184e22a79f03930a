// Package probe is the command that says of a problem of the user's own what the theory predicts, and tries it.
//
// From an activation, or a model by name, it goes in three steps, each printed as soon as it is known:
//
//  1. the reading: Hermite coefficients with their error bounds, the information exponent and the practical one in the
//     dimension asked for, Assumptions A and B, the critical ratio α_c;
//  2. the plan: the largest step size with which the signal beats the projection, the best one and the samples that it
//     takes, the window of steps around it, the medians of search and descent;
//  3. the trial: the chain of the algorithm on a ladder of dimensions, its medians beside the predicted ones, and
//     the exponent of their growth beside the one that the law has at these sizes.
//
// # Verdict
//
// The predictions are judged, not the limits: each predicted median by the order statistics of the measured times, at α
// over all tests, and the recovered share at the recommended step from below. REFUTED says that one of them is off,
// HOLDS that none is and that the intervals are narrow, UNDECIDED that the runs were too few, or that the law has no
// prediction.
//
// # What this package must not do
//
// It states no law and runs no dynamics of its own; it makes no claim of a paper.
package probe
