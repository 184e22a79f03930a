// Package props is where a claim meets its attempt at refutation.
//
// Package theory states claims and computes laws; package sim measures the
// dynamics; the two share no code. A check of this package draws cases,
// measures each with sim, and hands law and measurement to one judge:
//
//	claim ── law ──┐
//	               ├── residual ≤ tolerance ? ── evidence ── verdict
//	case ── sim ───┘
//
// The words, used with the same meaning everywhere:
//
//   - A check is an attempt to refute one claim. A [Property] is cheap and
//     deterministic: rapid draws hundreds of cases and shrinks a failing one.
//     An [Experiment] is costly or random: few cases, each measured by many
//     independent replicates, judged once when all of them are in.
//   - A case is what was drawn; a measurement is what sim says about it.
//   - A [Residual] sets a measured number against the law's; its [Tolerance]
//     is derived by a named bound and carries the reason. Checks compute
//     residuals, and a single line, [Residual.Refutes], judges.
//   - A [Rival] is a plausible wrong law, or a wrong simulator. It is judged
//     on the same evidence as the law and must be refuted. A check that
//     cannot refute a rival has no power to support the claim, and the
//     verdict is then UNDECIDED.
//   - A check of an erratum carries a control: the corrected law, judged on
//     the same evidence, must withstand what refutes the printed one.
//   - A [Verdict] is HOLDS, REFUTED, UNDECIDED or OPEN. Undecided is never a
//     pass: too few cases, a panic, a number that is not a number, a sample
//     too small for the declared violation, a rival left standing.
//
// Error rates are part of the design. A complete run may raise a false alarm
// with probability at most [Budget]. Each statistical check spends one fixed [Share] of it, and
// a suite with more checks than the budget has room for is refused: a check is judged alike
// alone, in a subset and beside checks added later.
//
// The suite is tried itself. Over many seeds every rival must fall (TestSuite), and no
// claim may: TestNoFalseAlarm runs the checks on evidence drawn from the laws, by the
// judge's own methods, so that an alarm is a false one. A statistical assertion therefore
// goes through one of those methods ([Judge.Likely], [Judge.Follows], …); one that does not
// is undecided there.
//
// Results do not depend on the number of processors, on the order of the
// checks or on which others run: the seed of a replicate is a hash of the
// master seed, the claim's id, the case and the replicate.
//
// The package must not state laws (theory does) nor implement dynamics (sim
// does), and it draws no figure.
package props
