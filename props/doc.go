// Package props is where a claim meets its attempt at refutation. It is the engine, and knows
// neither laws nor dynamics: a suite brings both.
//
//	claim ── law ──┐
//	               ├── residual ≤ tolerance ? ── evidence ── verdict
//	case ── run ───┘
//
// In this module package theory computes laws, package sim runs dynamics, the two share no
// code, and the checks stand in the rooms below this package. A module of its own can state
// claims, check them and run them with this package, [assay/props/proptest] and
// assay/cmd/verify/command alone: see the examples of [Property] and [Experiment].
//
// # Attempts
//
//   - A [Check] is an attempt to refute one claim. A [Property] is cheap and
//     deterministic: rapid draws hundreds of cases and shrinks a failing one.
//     An [Experiment] is costly or random: few cases, each measured by many
//     independent replicates ([Replicate]), judged once when all of them are in.
//   - A case is what was drawn; a measurement is what was run on it. A case that does not
//     meet the hypotheses is [Invalid] and counted apart.
//   - A [Law] hands residuals to a [Judge]. A [Residual] sets a measured number against the
//     law's; its [Tolerance] is derived by a named bound and carries the reason. A single
//     line, [Residual.Refutes], judges.
//   - A [Verdict] is HOLDS, REFUTED, UNDECIDED or OPEN. Undecided is never a pass: too few
//     cases, a panic (told with the calls that led to it), a number that is not a number, a sample too small for the declared
//     violation, a rival or a plant left standing.
//
// # What an attempt is worth
//
//   - A [Rival] is a plausible wrong law, or a wrong simulator, judged on the evidence of the
//     claim. It must be refuted: else the check has no power.
//   - A [Plant] is the claim with an error put into it. It must be refuted: else the check
//     does not judge this claim.
//   - A check of an erratum carries a control: the corrected law, judged on the same
//     evidence, must withstand what refutes the printed one.
//   - A claim about a limit is judged by two [Link]s that are never added up: what was
//     measured against the law at the same size, and by [Judge.Tends] that law against the
//     claimed limit, on a ladder of [Rung]s that costs no measurement.
//
// # What failed stays found
//
// A [Corpus] is cases of properties that refuted a claim once or could not be judged, by their draws. They
// are tried first in every later run and judged as drawn ones are. One that the suite has no use for is an error,
// and one that cannot be tried leaves its claim undecided. Rivals and plants are not judged on
// them: what a check can see must not hang on what was found. The numbers of an experiment come with
// a seed, and its level is split over the cases that it plans: its cases are not kept.
//
// # Error rates
//
// A complete run raises a false alarm with probability at most [Budget]. Each statistical
// check spends one fixed [Share] of it, and a suite with more checks than the budget has room
// for is refused: a check is judged alike alone, in a subset and beside checks added later.
//
// The suite is tried itself. In a [Calibration] the checks are judged on evidence drawn from
// the laws, by the judge's own methods, so that an alarm is a false one; or from laws off by
// the declared violation, so that a pass is a miss. A [Cache] keeps what was measured, once
// for all of them. A statistical assertion therefore goes through one of those methods
// ([Judge.Follows], [Judge.Share], [Judge.Likely], …); one that does not is undecided.
//
// # Seeds
//
// Results do not depend on the number of processors, on the order of the checks or on which
// others run: the [Seed] of a replicate is a hash of the master seed, the claim's id, the case
// and the replicate.
//
// # What this package must not do
//
// It must not state laws nor implement dynamics, it imports no check, and it draws no figure:
// a [Figure] is curves and numbers.
package props
