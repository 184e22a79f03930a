package neuron

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// flowCase is a random start, or two students with the shares c and 1 − c on opposite sides of the teacher, already in the
// last phase: the bounds are attained there.
type flowCase struct {
	gaussianCase
	Share float64 `draw:"share of the first of two"` // 0 for a random start
}

func (c flowCase) String() string {
	if c.Share > 0 {
		return fmt.Sprintf("two students of shares %v and %v on opposite sides", c.Share, 1-c.Share)
	}
	return props.Describe(c.gaussianCase)
}

// apart is how far from the teacher's line a pair of given shares starts.
const apart = 0.01

// pair is the case of two students with given shares.
func (c flowCase) pair() (*sim.Students, error) {
	v := c.Norm
	return sim.NewStudentsInFrame(v, []float64{c.Share * v, (1 - c.Share) * v}, [][]float64{{apart * v}, {-apart * v}})
}

// localError is that of the flow's integrator, relative. Its steps are about n/6 of a unit of time, and the errors of a flow that
// contracts add up at most.
const localError = 1e-9

// flowDraws is how many starts a case of the flow may draw: most are refused early, and with n = 8 few have balanced norms.
const flowDraws = 16

// flowRun is gradient flow in its last phase.
type flowRun struct {
	kappa float64 // κ_max(0)
	props.Starts
	snapshots []snapshot
	along     []potential
}

// potential is Z and what goes with it at one sight, in units of ‖v‖.
type potential struct {
	z, fall float64 // Z and Ż under the flow
	slow    float64 // Ż by theory's cubic gradient
	largest float64 // max‖w_i‖
	angle   float64 // max|q_i|
}

// runFlow follows the flow from a random start. Up to t = 20, while students are small and may pass close by the kink
// at 0, it is approached by descent with steps of 1/50 of the fastest rate; then the norms must be balanced, which they are with
// high probability only: another start is drawn if they are not. In the last phase the flow is integrated with error control.
func runFlow(l *props.Lab, c flowCase) (m flowRun, err error) {
	if c.Share > 0 {
		s, err := c.pair()
		if err != nil {
			return m, err
		}
		return lastPhase(l, c, s, s.KappaMax())
	}
	m, d, err := props.FirstValid(flowDraws, func(draw int) (m flowRun, err error) {
		s, err := c.students(l, draw)
		if err != nil {
			return m, err
		}
		kappa := s.KappaMax()
		const early = 20
		small := 0.04 / float64(c.N)
		if _, _, err := s.WarmUp(l.Context(), small, 200_000); err != nil {
			return m, err
		}
		if err := s.Descend(l.Context(), small, []int{int(early / small)}, func(int) error { return balanced(s) }); err != nil {
			return m, err
		}
		return lastPhase(l, c, s, kappa)
	})
	m.Starts = d
	return m, err
}

// lastPhase integrates the flow and observes it, twice as late each time.
func lastPhase(l *props.Lab, c flowCase, s *sim.Students, kappa float64) (m flowRun, err error) {
	m.kappa = kappa
	const shortest = 2000 // of which 1/64 turns the students to v
	horizon := math.Max(shortest, props.ByTier[float64]{1e5, 4e5, 4e6}.At(l.Tier)/float64(c.N*c.N*c.N))
	var times []float64
	for t := horizon / 64; t <= 1.01*horizon; t *= 2 {
		times = append(times, t)
	}
	return m, s.Flow(l.Context(), localError, times, func(time float64) error {
		o, err := observe(s, 0, time, 0)
		if err != nil {
			return err
		}
		p, err := observePotential(s, o)
		if err != nil {
			return err
		}
		if err := balanced(s); err != nil {
			return err
		}
		if p.angle > 0.1 {
			return props.Invalid("angles up to %.2g are left at t = %.3g", p.angle, time)
		}
		m.snapshots, m.along = append(m.snapshots, o), append(m.along, p)
		return nil
	})
}

// balanced wants the norms of the last phase.
func balanced(s *sim.Students) error {
	v := s.TeacherNorm()
	low, high, err := theory.FinalNorms(s.Len(), v)
	if err != nil {
		return err
	}
	for i := range s.Len() {
		if w := s.Norm(i); w < low || w > high {
			return props.Invalid("‖w_%d‖ = %.3g‖v‖ is outside [‖v‖/4n, 4‖v‖/n]", i, w/v)
		}
	}
	return nil
}

// observePotential is Z, its derivative along −∇L, and along theory's slow flow.
func observePotential(s *sim.Students, o snapshot) (p potential, err error) {
	n, m := s.Len(), s.Axes()
	gradient := s.Gradient(nil)
	push, err := theory.CubicGradient(o.c, o.u)
	if err != nil {
		return p, err
	}
	p.z = s.Spread() / s.TeacherNorm()
	for i := range n {
		p.largest = math.Max(p.largest, s.Norm(i)/s.TeacherNorm())
		p.angle = math.Max(p.angle, floats.Norm(o.u[i], 2)/o.c[i])
		for j := range i {
			size, fall, slow := floats.Distance(o.u[i], o.u[j], 2), 0.0, 0.0
			for k := range o.u[i] {
				gap := o.u[i][k] - o.u[j][k]
				fall -= gap * (gradient[i*m+1+k] - gradient[j*m+1+k]) / s.TeacherNorm()
				slow -= gap * (push[i][k] - push[j][k])
			}
			if size > 0 {
				p.fall += fall / size
				p.slow += slow / size
			}
		}
	}
	return p, nil
}

// lopsided is the share of the smaller of two students at which the bounds are attained, 1/8 up to a third of a percent.
const lopsided = 0.1255

func flowExperiment(claim *claim.Claim, law props.Law[flowCase, flowRun], plants []props.Plant[flowCase, flowRun], rivals ...props.Rival[flowCase, flowRun]) props.Check {
	return props.Experiment[flowCase, flowRun]{
		Of: claim, Cases: props.ByTier[int]{8, 40, 400},
		Grid: func(props.Tier) (grid []flowCase) {
			for _, c := range gaussianGrid([2]int{2, 10}, [2]int{3, 10}, [2]int{4, 5}, [2]int{8, 10}) {
				grid = append(grid, flowCase{gaussianCase: c})
			}
			two := gaussianGrid([2]int{2, 2})[0]
			return append(grid, flowCase{two, 0.5}, flowCase{two, lopsided})
		},
		Draw:    func(t *rapid.T) flowCase { return flowCase{gaussianCase: drawGaussian(2, 8)(t)} },
		Measure: runFlow, Law: law, Rivals: rivals, Plants: plants,
	}.Check()
}

// neuronLower checks L^{−1/3} ≤ A t + B under the flow, from the first sight of the last phase on: with the paper's A and the
// least constant that it can have, which the lopsided pair attains, and with the largest slope that theory has along the run.
func neuronLower() props.Check {
	type judgement = props.Law[flowCase, flowRun]
	// paper is A with another factor, power of n, and power of κ
	paper := func(factor, students, angle float64) judgement {
		return func(c flowCase, m flowRun, j *props.Judge) error {
			begin := m.snapshots[0]
			k := factor * theory.LowerConstant() * math.Pow(float64(c.N), students-17.0/3) * math.Pow(m.kappa, 2-angle)
			higher, before := 0.0, begin // what the slope's higher orders add to the time
			for _, o := range m.snapshots[1:] {
				bound, err := theory.LowerEnvelope(k, c.N, m.kappa, 1, o.Time-begin.Time, begin.root())
				if err != nil {
					return err
				}
				higher += (o.Time - before.Time) * (math.Abs(before.slope.First) + before.slope.Second)
				before = o
				grown := 1 - begin.root()*math.Cbrt(bound) // the share of L^{−1/3} that is A(t − t₁)
				j.AtLeast("L/‖v‖² by the envelope with n^{17/3}/κ²", o.Loss, bound,
					props.Truncation(3*bound*grown*higher/(o.Time-begin.Time), "higher orders of the slope, which fall with the angles").
						Plus(props.Rounding(100, bound)))
			}
			return nil
		}
	}
	// steepest is A: the largest slope along the run, its higher orders included.
	steepest := func(factor float64) func(m flowRun) float64 {
		return func(m flowRun) (a float64) {
			for _, o := range m.snapshots {
				a = math.Max(a, o.slope.Leading*(1+math.Abs(o.slope.First)+o.slope.Second))
			}
			return factor * a
		}
	}
	// L ≥ (L₁^{−1/p} + A' (t − t₁))^{−p}, A' such that the loss falls at t₁ as it does for p = 3.
	line := func(p float64, slope func(m flowRun) float64) judgement {
		return func(c flowCase, m flowRun, j *props.Judge) error {
			begin := m.snapshots[0]
			a := slope(m)
			for _, o := range m.snapshots[1:] {
				root := math.Pow(begin.Loss, -1/p) * (1 + 3/p*a*(o.Time-begin.Time)/begin.root())
				j.AtMost(fmt.Sprintf("L^{−1/p}, p = %g", p), math.Pow(o.Loss, -1/p), root, props.Truncation(localError*o.Time*float64(c.N)/6*root, "local errors of the flow, added up"))
			}
			return nil
		}
	}
	order := -theory.LossExponent
	return flowExperiment(theory.NeuronLower, props.All(paper(1, 17.0/3, 2), line(order, steepest(1))),
		[]props.Plant[flowCase, flowRun]{
			props.Planted("least K / 1.02", paper(1/1.02, 17.0/3, 2)),
			props.Planted("K / 1000", paper(1e-3, 17.0/3, 2)),
			props.Planted("n for n^{17/3}", paper(1, 1, 2)),
			props.Planted("n^{17/3 − .3}", paper(1, 17.0/3-0.3, 2)),
			props.Planted("κ^{−2.3}", paper(1, 17.0/3, 2.3)),
			props.Planted("slope of the run / 1.02", line(order, steepest(1/1.02))),
			props.Planted("exponent of L + .1", line(order-0.1, steepest(1))),
		},
		props.WrongLaw("L ≥ (At + B)⁻²", line(2, steepest(1))),
		props.WrongLaw("L ≥ (At + B)^{−2.5}", line(2.5, steepest(1))),
		props.WrongLaw("A one tenth smaller", line(3, steepest(0.9))),
		props.WrongLaw("A = (6/π²)^{1/3} for every start", line(3, func(flowRun) float64 { return math.Cbrt(1 / theory.ConstantBound) })),
	)
}
