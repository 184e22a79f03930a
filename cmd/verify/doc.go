/*
Verify attempts to refute the claims of the registry and reports how they fared.

Usage:

	verify [--run REGEXP] [--tier TIER] [--seed N] [--jobs N]
	       [--format FORMAT] [--report[=PATH]]… [--timings=PATH] [--allow-open]
	verify list [--run REGEXP] [--format FORMAT]
	verify explain ID
	verify plants [--run REGEXP] [--tier TIER] [--seed N] [--jobs N] [--format FORMAT]
	verify figure [--tier TIER] [--seed N] [--out FILE] [--data FILE] [ID]
	verify golden [--certified] [--verbose] [--run REGEXP] [--format FORMAT]
	verify diff [--timings OLD,NEW] [--format FORMAT] OLD.json NEW.json
	verify corpus list [--run REGEXP] [--format FORMAT] [--file PATH]
	verify corpus add [--errata] [--why TEXT] [--file PATH] FILE.json…
	verify corpus remove [--file PATH] CASE…
	verify --version

# Verdicts

A run prints one row for each claim: the verdict expected of it, the verdict, how
many cases were measured, and the worst residual in units of what its tolerance
allows. Above 1 the claim is refuted. Under the row of a refuted claim stands the
counterexample, and under an erratum the claim that corrects it:

	$ verify --tier quick --run '^pair/lambda1(-printed)?$'
	claim                 expected  verdict  cases   worst  source
	pair/lambda1-printed  erratum   REFUTED    201    1e14  Xu & Du 2023, (21), App. A; recitation notes, part II, (*)
	    at eta = 1, lambda1 = 1, lambda2 = 1: λ₁' = 0.545423, law says 0.125, off by 0.42, allowed 4e-14 (rounding, 60 operations at magnitude 3)
	    corrected by pair/lambda1
	pair/lambda1          holds     HOLDS      200  0.0074  derived, from (4) of Xu & Du 2023

	2 claims: 2 as expected, 0 not as expected, 0 undecided, 0 open
	7 of 7 rivals and 3 of 3 planted claims refuted
	1 kept case tried first
	error budget 1e-6, 1e-8 for each of 52 statistical checks, seed 1, tier quick, portable kernel

HOLDS means that the claim withstood an attempt which refuted every rival, a
rival being a plausible wrong law. REFUTED means that a case contradicts it, as
is expected of an erratum. UNDECIDED means that the attempt says nothing: too
little data, a failure, or a rival left standing. OPEN means that there is no
check yet.

Each statistical check spends the same fixed part of the error budget, however many
there are, split over the assertions that it plans; a suite with more of them than
the budget has room for is refused. The report shows α, β, the violation declared,
the resolution and the sample size of each check, and for every rival by what margin
it was refuted.

# Plants

A rival shows that a check can tell laws apart; a plant shows that it judges this claim. A
plant is an error put into the claim itself: a limit times 1.2, an exponent plus .3, a
probability capped at .9, a term off by a millionth, or a simulator with such an error.
Each planted claim must come out REFUTED, or the claim itself is UNDECIDED. verify plants
prints the table, in the quick tier unless told otherwise:

	$ verify plants --run '^loss/(zoo|hermite)'
	claim                planted                   verdict  margin
	loss/hermite-series  u_1² × (1 + 1e-6)         REFUTED   1.2e7
	loss/hermite-series  Var ε × (1 + 1e-6)        REFUTED   1.1e7
	loss/zoo             φ(m) − φ(0) × (1 + 1e-6)  REFUTED   5.4e8

	3 of 3 planted claims refuted
	seed 1, tier quick, portable kernel

A claim about a limit is judged by two links that are never added up: the measurement
against the law at the same size, and that law against the claimed limit, on a ladder of
sizes that costs no simulation. verify explain names the ladder.

# What to run

--run chooses the claims whose id matches a regular expression. --tier says how
far to look: quick is for continuous integration, standard (the default) for a
desk, deep for a night: on two processors half a minute, some minutes, hours. Nothing is
downloaded. A subset is judged exactly as it is in the complete run:
the error budget and the seeds do not depend on the choice.

--seed is the master seed, 1 unless said otherwise. With --seed random one is
picked and printed. --jobs bounds the processors used, all of them by default.

Standard output is a function of the flags and the seed alone: the same bytes
for any --jobs; the facts in JSON are those of the machine. The kernel of the simulations that a report names is the portable one in
every build; --version says which the build has beside it. Standard output holds no
time, and no path but that of the program where it says how to run a claim again.
Progress goes to standard error: on a terminal a bar, in parts of the processor time that the
claims are expected to take, with how many are decided, how long the rest should take, and
which are under way, how far each; elsewhere one line that says what has begun. With --quiet
there is nothing but errors. On a terminal the text form also shows each verdict as it falls,
before the table; tables and pages fit its width, and verdicts have colours unless NO_COLOR
is set. A pipe gets tables at their full width.

An id, a flag, a command or a tier that is not there is answered with the nearest that are.
Completion prints a script for bash, zsh, fish or powershell that completes claim ids and
topics, tiers, formats and figures:

	source <(verify completion bash)

# Forms of output

--format is text, json or markdown. The JSON of a run is an object: schema, seed,
tier, kernel, facts, budget, the number of statistical checks, the part of it that each
spends, interrupted, summary, power and claims. A claim that is checked on a fixed
grid has its rows, each with its number and what was measured there: the exponents of
recovery/polynomial, one for each k. The facts are those of the program and its
machine: toolchain, system, instruction set, versions, processors. That of a list is an
array. Texts that do not apply are empty, numbers and objects that do not apply are
null, arrays are never null; a number that JSON lacks (NaN, an infinity) is null too.
JSON has every number in full, the other forms show six digits of it. A row has its draws
that are numbers by name too, to plot against. The JSON Schema of a run is
cmd/verify/report/report.schema.json.
The Markdown of a run counts the claims of each topic, lists what is not as expected and has a
table for each topic. It leaves out measured numbers, whose last digits differ
between machines; it is CLAIMS.md.

--report also writes a report into a file, assay-report.html unless a path follows an equals
sign, and may be repeated. The ending says which: .html is one self-contained page, .md and
.json are those of --format, .xml is JUnit, where each claim is a test: a verdict that
contradicts the expectation is a failure, UNDECIDED an error, OPEN skipped.

	$ verify --tier quick --run '^pair/lambda1$' --report --report=run.json --report=junit.txt
	verify: --report "junit.txt": ending ".txt", want .html, .md, .json or .xml (JUnit)

--timings also writes, as JSON, how long the run took and the processor time of each claim.
All are written whole or not at all. A path that cannot be written is refused before the run,
and so are two outputs on one file, whatever its names; standard output is one of them.

Under GitHub Actions (GITHUB_ACTIONS=true) what is not as expected is also an annotation, and the
counts of the topics are appended to the summary of the job, GITHUB_STEP_SUMMARY.

# Without running

List shows the claims, explain one of them like a page of a textbook, an erratum beside its
correction where the terminal has 120 columns:

	$ verify list --run '^pair/lambda1'
	claim                 expected  status   known         kind      source
	pair/lambda1-printed  erratum   checked  derived here  identity  Xu & Du 2023, (21), App. A; recitation notes, part II, (*)
	pair/lambda1          holds     checked  derived here  identity  derived, from (4) of Xu & Du 2023
	pair/lambda1-rate     holds     checked  derived here  rate      recitation notes, part II, from (*) with θ = o(1)

	3 claims: 3 checked, 0 open

	$ verify explain pair/lambda1
	pair/lambda1
	holds, identity, derived, from (4) of Xu & Du 2023

	statement
	    λ₁' − ½ = (λ₁ − ½) (1 − η (1 − θ/π + sin 2θ/(2π))) for the next value λ₁' of
	    λ₁.

	                          ⎛     ⎛     θ     sin 2θ ⎞⎞
	        λ₁′ − ½ = (λ₁ − ½)⎜1 − η⎜1 −  ─  +  ────── ⎟⎟
	                          ⎝     ⎝     π       2π   ⎠⎠

	hypotheses
	    n = 2, w_1 = λ₁ v + λ₂ v^⊥, w_2 = λ₁ v − λ₂ v^⊥, ‖v‖ = ‖v^⊥‖ = 1, v^⊥
	    orthogonal to v, λ₁ > 0, λ₂ > 0, θ in (0, π/2) with tan θ = λ₂/λ₁; gradient
	    descent with step size η on the population loss of neuron/loss

	why one believes it
	    Along v the two act as one student with doubled step: the factor is 1 − η at
	    θ = 0. The angle between them takes part of the half-space away from each,
	    which brings in θ/π and sin 2θ/(2π).

	what is tried
	    Cases: 200 in the quick tier, 2000 in the standard, 50000 in the deep one.
	    The check is deterministic: every tolerance is a bound, none a quantile.
	    Rivals, wrong laws or wrong dynamics that the same evidence must refute:
	    · printed: sin 2θ/λ₁
	    · sin 2θ/π
	    · − sin 2θ/(2π)
	    · sin θ/(2π)

	what would refute it
	    One case in which what was measured is off the law by more than its
	    tolerance.
	    Each of these errors, planted in the claim, must come out REFUTED:
	    · the change of a step off by 10⁻⁶
	    · sin 2θ/(2π) off by 10⁻⁶

	how it is known
	    derived here: the component of (4) along v at the pair: theory.PairLambda1

	related claims
	    uses          neuron/gradient  The gradient of the loss with respect to …
	    uses          pair/symmetry  The mirror symmetry of two students persists: …
	    corrects      pair/lambda1-printed  λ₁' − ½ = (λ₁ − ½) (1 − η (1 − θ/π + …
	    used by       pair/lambda1-rate  λ₁ → ½ geometrically: (λ₁(t + 1) − …

	in LaTeX
	    \lambda_1' - \frac12 = \left(\lambda_1 - \frac12\right)\left(1 - \eta\left(1 - \frac\theta\pi + \frac{\sin 2\theta}{2\pi}\right)\right)

	to run it
	    go run ./cmd/verify --run '^pair/lambda1$' --seed 1 --tier standard

# Figures

Figure alone lists the figures. Each belongs to a claim: it shows what the claim's check
measures, or runs of its own beside the law, or a published figure run again. With an
id it is drawn into a file that ends in .svg or .png, with a caption that says what to
see, what is inferred and what differs from a published run; the deep tier runs the
published size. With --data the numbers drawn go into a file that ends in .csv, with all
their digits. The same seed draws the same file. It prints the numbers read off the
curves, beside those of the published ones, and the tables of the figure: of the loss against the iteration, the loss after
T steps and its local exponent for n = 1, 2, … students from one start.

	$ verify figure figure/xd-1-left --tier quick --out loss.svg
	Xu & Du 2023, Figure 1, left: loss against iteration

	One student fits the teacher exponentially fast: a straight line down to 1e-11.
	Two and more do not: their curves flatten, L falls like 1/t³. Teacher of norm 1,
	w_i(0) ~ N(0, σ²I) with σ = .1, η = .05, as printed; one random start each. The
	dimension d = 4 is inferred: it is not printed, and 4 to 5 fits the initial
	loss.

	loss L at five points
	                 iteration 0  iteration 125  iteration 250  iteration 375  iteration 500  published, at 500
	n = 1 student          0.149       0.000281      5.012e-07      8.936e-10      1.593e-12              6e-12
	n = 2 students        0.2396      0.0003075      9.906e-05      4.421e-05      2.339e-05            4.5e-05
	n = 5 students        0.2132      0.0004462      8.148e-05       2.78e-05      1.267e-05              9e-06
	n = 10 students       0.4547      0.0002138      4.415e-05      1.659e-05      8.037e-06            4.5e-06

	loss after T steps; n students are the first n of one start
	                  T = 10    T = 100   T = 1000  T = 10000  T = 100000  local exponent    at T
	n = 1 student     0.2369   0.003059  4.945e-23  1.233e-30   1.233e-30          -36.53    1000
	n = 2 students    0.1847   0.001019  9.009e-06  1.261e-08   1.307e-11          -2.994  100000
	n = 3 students   0.08786  0.0009996  4.759e-06  6.538e-09   6.805e-12          -2.993  100000
	n = 5 students   0.06011  0.0007873  2.703e-06  3.489e-09    4.17e-12          -2.914  100000
	n = 10 students  0.05063  0.0003852  1.285e-06  2.241e-09   3.045e-12          -2.924  100000

	seed 1, tier quick

# A problem of your own

Probe says of an activation in x, or of a model by name, what the theory predicts: Hermite coefficients with the bounds of
their errors, where one that is smaller is called undetermined; the information exponent, and the exponent by which
the search goes in the dimension asked for; Assumptions A and B; the best step size, the window of steps, and
the samples of search and descent. Without --no-trial it then runs the chain on a ladder of dimensions and judges the medians.

	$ verify probe 'gelu(x)' --no-trial
	single layer, gelu(x)

	Hermite coefficients
	  j   u_j = E f h_j  error below
	  0    0.2820947918      2.9e-14
	  1             0.5      2.9e-14
	  2    0.2992067103      2.9e-14
	  3    undetermined      2.9e-14
	  4  -0.07197794781      2.9e-14
	  5    undetermined      2.9e-14
	  6   0.02759676196      2.9e-14
	  7    undetermined      2.9e-14
	  8  -0.01185355426      2.9e-14

	Reading
	  information exponent   k = 1
	  practical exponent     1 at N = 1000
	  Assumption A           holds: φ′ < 0 on (0, 1)
	  Assumption B           holds: the gradient has moments of order 8 and more, wanted is more than 4
	  critical ratio α_c     1, so that N α_c = 1000 samples

	Plan at N = 1000, to overlap 0.5 from a uniform start on the half-sphere
	  best step δ            1.081, with which 1672 samples recover with probability 0.95
	  window of δ            0.3319 to 1.631, which recover with twice as many
	  critical step          1.668: with a larger one the overlap falls in the mean at 0.5
	  search                 1430 samples, median
	  descent                8974 samples from 0.5 to 0.9, median

# Trajectories of your own

Simulate runs online SGD for a model that you describe, as the chain, in N dimensions or on the mean loss, or students on
a ReLU teacher, and writes what it sees on an even or logarithmic grid of steps, as CSV, as JSON lines or as a figure.
verify simulate --help has five examples.

	$ verify simulate --model 'x^2 - 1' --n 100 --delta 0.1 --dynamics population --start 0.1 --steps 800 --points 4
	run,t,m
	1,0,0.1
	1,200,0.4436603765876449
	1,400,0.9260214617026555
	1,600,0.9966695221912981
	1,800,0.9998653259197746

# Golden values

Golden replays the pins, short trajectories of every simulator that are embedded in
the program, and shows those that moved, with the first departure: time, column, both
values, the digits in common and what the column allows. With --verbose it shows all.

	$ verify golden --verbose --run '^(random/words|chain/square)$'
	pin           kernel             seed  result
	random/words  sim.Random.Uint64     1  as pinned
	chain/square  sim.Chain.Step       11  as pinned

	2 pins: 2 as pinned, 0 departed

With --certified it counts the correct digits of what the program computes, beside
values certified to 30 digits and more by an independent implementation, the worst
first. Each has a floor. The report of a run has the same table, and under their
claims the figures, of what the run measured, or run in its tier, in standard if that is deep.

	$ verify golden --certified --run 'Hermite|ReLU'
	digits  floor  values  quantity                              computation                             worst at
	  14.2     12      29  Hermite coefficients u_0, …, u_10     theory.HermiteCoefficients              u_5 of sigmoid
	  15.9     14      13  Hermite coefficients of ReLU and abs  theory.ReLUCoefficient, AbsCoefficient  u_4 of relu

	2 computations: 2 at least at the floor, 0 below

# Comparing two runs

Diff compares two reports in JSON: verdicts that changed; measured constants, in
each row of a grid and of the worst drawn case, that moved by more than the two
tolerances together; coverage lost, which is a claim or check that is gone, fewer
cases, a row that is gone, a rival that is gone or no longer refuted, a coarser
resolution; with --timings, time. A claim regresses if its verdict was as expected
and no longer is. Two runs of the same cases are also compared number by number: how
many changed, how many of these as by rounding, and the largest. A row is known by its
number in the grid and its draws to six digits. One of the reports may be -, standard
input. A report is refused if its summary does not fit its claims.

	$ verify diff testdata/old.json testdata/new.json
	run  tier   seed  claims  as expected  not  undecided  open  cases  rivals refuted
	old  quick     1       3            3    0          0     0    408        15 of 15
	new  quick     1       3            1    1          1     0    308        14 of 15

	verdicts changed
	claim           expected  old    new        change
	pair/lambda1    holds     HOLDS  UNDECIDED  regression
	    no power: the rival law "sin 2θ/π" was not refuted (margin 0.4)
	    go run ./cmd/verify --run '^pair/lambda1$' --seed 1 --tier quick
	pair/loss-rate  holds     HOLDS  REFUTED    regression
	    at eta = 0.5, lambda2 = 0.25: L(ηt)³ = 1.8, law says 1.64493, allowed 6.60498e-05
	    go run ./cmd/verify --run '^pair/loss-rate$' --seed 1 --tier quick

	constants moved
	claim           quantity      old  new  allowed  old law  new law
	pair/loss-rate  L(ηt)³    1.64487  1.8  0.00013  1.64493  1.64493

	measured numbers of the same cases
	compared  changed  as by rounding  within tolerance  beyond  predictions, tolerances and margins changed  worst of another case
	       3        1               0                 0       1                                            1                      0
	    the largest, 1174 times what is allowed: pair/loss-rate, L(ηt)³ = 1.8, was 1.6448680229975388

	coverage lost
	claim         what
	pair/lambda1  100 cases, were 200
	pair/lambda1  the rival "sin 2θ/π" is not refuted: margin 0.4, was 3.8e12

	2 regressions, 0 improvements, 0 other changes, 1 constant moved, coverage lost in 2 places

Seeds, tiers and facts that differ are stated. Seeds and tiers change cases and
measurements without a change of the code, and are no error.

# Kept cases

A case of a property that refuted its claim once, or could not be judged, is kept by its draws. It is
tried before the drawn ones in every later run, whatever the seed, and judged as they are; rivals and
plants are not judged on it. The cases stand in a file of the sources, which is embedded in the program:

	$ verify corpus list --run '^pair/'
	case                           found
	pair/lambda1-printed@0ca418aa  2026-11-30, seed 1, tier quick, go1.26.8 linux/amd64, rapid v1.3.0
	    {"eta": 1, "lambda1": 1, "lambda2": 1}
	    λ₁' = 0.545423, law says 0.125, allowed 3.9968e-14

	1 kept case, 0 stale

corpus add keeps the counterexamples of reports in JSON, of the claims whose verdict is not the expected
one and with --errata of the others too, and the cases of files of the same form, which is how one is
added by hand. It adds to the file of the checkout around the folder it runs in, or to that of --file;
programs built after that try it. A case that is kept already stays as it is. The counterexample of an
experiment is not kept: its numbers come with a seed, which the report has.

A case whose claim or check is gone, or whose draws are no longer those of its check, is stale. Every run
refuses it, with exit code 2, until it is mended in the file or removed. One that cannot be measured
leaves its claim UNDECIDED.

# Exit codes

	0    every claim has the verdict expected of it; nothing departed or regressed
	1    a verdict differs from the expectation; a pin departed, a floor was
	     missed, a claim regressed
	2    wrong usage, bad input, or output that cannot be written
	3    something is undecided or open
	130  interrupted, after printing what is known; 143 terminated, 129 hung up

Where several apply, 1 wins over 3. With --allow-open, open claims do not count.
An error is one line on standard error:

	$ verify --tier weekly
	verify: --tier "weekly": want quick, standard or deep

A run that is interrupted, terminated or hung up (SIGINT, SIGTERM, SIGHUP) prints the
verdicts so far and writes the report, marked as incomplete; one that was through but
for the figures of its report writes it without them, and says so. All commands end
within a second of the signal; files are whole or not there. A second signal ends the
process at once, with no half file left. Hang-ups that nohup has the process ignore stay
ignored. A closed pipe on standard output is no error.
*/
package main
