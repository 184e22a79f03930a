package neuron

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// upperGrid is how many sights a decade of the run shows.
const upperGrid = 20

// runUpper is the losses of a run from its beginning, in units of ‖v‖.
func runUpper(l *props.Lab, c gaussianCase) (seen []sim.Observation, err error) {
	s, err := c.students(l, 0)
	if err != nil {
		return nil, err
	}
	_, warm, err := s.WarmUp(l.Context(), c.eta(), 200_000)
	if err != nil {
		return nil, err
	}
	last := props.ByTier[float64]{3e3, 3e4, 3e5}.At(l.Tier)
	grid, err := sim.LogGrid(1, int(last/c.eta()), upperGrid)
	if err != nil {
		return nil, err
	}
	seen, err = s.Losses(l.Context(), c.eta(), grid)
	for i := range seen {
		seen[i].Time += warm
		seen[i].Loss /= c.Norm * c.Norm
	}
	return seen, err
}

// upperConstant is K of L(T + T₂) ≤ K n⁴‖v‖²/(ηT)³: with it K n⁴ ≥ π²/6 for n ≥ 2, the largest limit of L(ηt)³.
const upperConstant = theory.ConstantBound / 16

// neuronUpper checks the upper envelope over the whole run, with K = π²/96 and T₂ = log n/(nη). For n = 2 it is nearly attained.
func neuronUpper() props.Check {
	type judgement = props.Law[gaussianCase, []sim.Observation]
	below := func(envelope func(c gaussianCase, time float64) (float64, error)) judgement {
		return func(c gaussianCase, seen []sim.Observation, j *props.Judge) error {
			late, err := theory.AlignmentTime(1, c.N, c.eta())
			if err != nil {
				return err
			}
			for _, o := range seen {
				time := o.Time - late*c.eta()
				if time < c.eta() {
					continue
				}
				bound, err := envelope(c, time)
				if err != nil {
					return err
				}
				j.AtMost(fmt.Sprintf("L/‖v‖² at ηT = %.4g", time), o.Loss, bound, props.Rounding(100, bound))
			}
			return nil
		}
	}
	power := func(p float64) judgement {
		return below(func(c gaussianCase, time float64) (float64, error) {
			bound, err := theory.UpperEnvelope(upperConstant, c.N, 1, c.eta(), time/c.eta())
			return bound * math.Pow(time, 3-p), err
		})
	}
	times := func(factor func(n int) float64) judgement {
		return below(func(c gaussianCase, time float64) (float64, error) {
			bound, err := theory.UpperEnvelope(upperConstant, c.N, 1, c.eta(), time/c.eta())
			return bound * factor(c.N), err
		})
	}
	return props.Experiment[gaussianCase, []sim.Observation]{
		Of: theory.NeuronUpper, Cases: props.ByTier[int]{30, 100, 1000},
		Grid: func(props.Tier) []gaussianCase {
			return gaussianGrid([2]int{2, 10}, [2]int{2, 10}, [2]int{3, 10}, [2]int{8, 3}, [2]int{8, 10})
		},
		Draw: drawGaussian(2, 8), Measure: runUpper, Law: power(3),
		Rivals: []props.Rival[gaussianCase, []sim.Observation]{
			props.WrongLaw("(ηT)^{−3.5}", power(3.5)),
			props.WrongLaw("(ηT)⁻⁴", power(4)),
			props.WrongLaw("exponential, exp(−ηT)", below(func(_ gaussianCase, time float64) (float64, error) { return math.Exp(-time), nil })),
			props.WrongLaw("K half as large", times(func(int) float64 { return 0.5 })),
			props.WrongLaw("n⁻⁴ for n⁴", times(func(n int) float64 { return math.Pow(float64(n), -8) })),
		},
	}.Check()
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
func runFlow(l *props.Lab, c gaussianCase) (m flowRun, err error) {
	m, d, err := props.FirstValid(flowDraws, func(draw int) (m flowRun, err error) {
		s, err := c.students(l, draw)
		if err != nil {
			return m, err
		}
		m.kappa = s.KappaMax()
		const early = 20
		small := 0.04 / float64(c.N)
		if _, _, err := s.WarmUp(l.Context(), small, 200_000); err != nil {
			return m, err
		}
		if err := s.Descend(l.Context(), small, []int{int(early / small)}, func(int) error { return balanced(s) }); err != nil {
			return m, err
		}
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
	})
	m.Starts = d
	return m, err
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

func flowExperiment(claim *claim.Claim, law props.Law[gaussianCase, flowRun], rivals ...props.Rival[gaussianCase, flowRun]) props.Check {
	return props.Experiment[gaussianCase, flowRun]{
		Of: claim, Cases: props.ByTier[int]{8, 40, 400},
		Grid: func(props.Tier) []gaussianCase {
			return gaussianGrid([2]int{2, 10}, [2]int{2, 10}, [2]int{3, 10}, [2]int{4, 5}, [2]int{8, 10})
		},
		Draw: drawGaussian(2, 8), Measure: runFlow, Law: law, Rivals: rivals,
	}.Check()
}

// neuronLower checks L^{−1/3} ≤ A t + B under the flow, from the first sight of the last phase on: with the paper's A, its constant
// derived, and with the largest slope that theory has along the run.
func neuronLower() props.Check {
	type judgement = props.Law[gaussianCase, flowRun]
	paper := func(c gaussianCase, m flowRun, j *props.Judge) error {
		begin := m.snapshots[0]
		for _, o := range m.snapshots[1:] {
			bound, err := theory.LowerEnvelope(theory.LowerConstant(), c.N, m.kappa, 1, o.Time-begin.Time, begin.root())
			if err != nil {
				return err
			}
			j.AtLeast("L/‖v‖² by the envelope with n^{17/3}/κ²", o.Loss, bound, props.Rounding(100, bound))
		}
		return nil
	}
	// steepest is A: the largest slope along the run, its higher orders included.
	steepest := func(m flowRun) (a float64) {
		for _, o := range m.snapshots {
			a = math.Max(a, o.slope.Leading*(1+math.Abs(o.slope.First)+o.slope.Second))
		}
		return a
	}
	// L ≥ (L₁^{−1/p} + A' (t − t₁))^{−p}, A' such that the loss falls at t₁ as it does for p = 3.
	line := func(p float64, slope func(m flowRun) float64) judgement {
		return func(c gaussianCase, m flowRun, j *props.Judge) error {
			begin := m.snapshots[0]
			a := slope(m)
			for _, o := range m.snapshots[1:] {
				root := math.Pow(begin.Loss, -1/p) * (1 + 3/p*a*(o.Time-begin.Time)/begin.root())
				j.AtMost(fmt.Sprintf("L^{−1/p}, p = %g", p), math.Pow(o.Loss, -1/p), root, props.Truncation(localError*o.Time*float64(c.N)/6*root, "local errors of the flow, added up"))
			}
			return nil
		}
	}
	law := line(3, steepest)
	return flowExperiment(theory.NeuronLower,
		props.All(paper, law),
		props.WrongLaw("L ≥ (At + B)⁻²", line(2, steepest)),
		props.WrongLaw("L ≥ (At + B)^{−2.5}", line(2.5, steepest)),
		props.WrongLaw("A one tenth smaller", line(3, func(m flowRun) float64 { return 0.9 * steepest(m) })),
		props.WrongLaw("A = (6/π²)^{1/3} for every start", line(3, func(flowRun) float64 { return math.Cbrt(1 / theory.ConstantBound) })),
	)
}

// neuronPotential checks that Z bounds the loss, and how fast it falls: by the derived bounds, and by the slow flow itself.
func neuronPotential() props.Check {
	type judgement = props.Law[gaussianCase, flowRun]
	each := func(assert func(c gaussianCase, m flowRun, o snapshot, p potential, j *props.Judge) error) judgement {
		return func(c gaussianCase, m flowRun, j *props.Judge) error {
			for i := range m.snapshots {
				if err := assert(c, m, m.snapshots[i], m.along[i], j); err != nil {
					return err
				}
			}
			return nil
		}
	}
	loss := func(bound func(n int, p potential) (float64, error)) judgement {
		return each(func(c gaussianCase, _ flowRun, o snapshot, p potential, j *props.Judge) error {
			law, err := bound(c.N, p)
			if err != nil {
				return err
			}
			j.AtLeast("L/‖v‖² by the potential", o.Loss, law, props.Rounding(100, law))
			return nil
		})
	}
	// the terms that the slow flow leaves out of Ż are of relative order max|q_i| of the bound's
	fall := func(power float64) judgement {
		return each(func(c gaussianCase, m flowRun, _ snapshot, p potential, j *props.Judge) error {
			bound, err1 := theory.PotentialFall(c.N, p.z)
			paper, err2 := theory.PotentialDecay(theory.PotentialConstant, c.N, p.z, m.kappa, 1)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			scale := math.Pow(p.z, power-2)
			j.AtMost("−Ż", -p.fall, -bound*scale, props.Truncation(4*p.angle*bound*scale, "third order in the angles"))
			j.AtMost("−Ż, with n⁴/κ²", -p.fall, -paper*scale, props.Truncation(4*p.angle*paper*scale, "third order in the angles"))
			return nil
		})
	}
	slow := func(factor float64) judgement {
		return each(func(c gaussianCase, _ flowRun, _ snapshot, p potential, j *props.Judge) error {
			bound, err := theory.PotentialFall(c.N, p.z)
			if err != nil {
				return err
			}
			j.Equal("Ż", p.fall, factor*p.slow, props.Truncation(4*p.angle*bound, "third order in the angles"))
			return nil
		})
	}
	bounds, decay, exact := loss(func(n int, p potential) (float64, error) { return theory.PotentialBound(n, p.z, p.largest) }), fall(2), slow(1)
	return flowExperiment(theory.NeuronPotential,
		props.All(bounds, decay, exact),
		props.WrongLaw("L ≥ Z²/(4π³Wn²(n−1)³)", loss(func(n int, p potential) (float64, error) {
			b, err := theory.PotentialBound(n, p.z, p.largest)
			return b / p.z, err
		})),
		props.WrongLaw("L ≥ Z^{2.5}/(4π³Wn²(n−1)³)", loss(func(n int, p potential) (float64, error) {
			b, err := theory.PotentialBound(n, p.z, p.largest)
			return b / math.Sqrt(p.z), err
		})),
		props.WrongLaw("L ≥ Z³/(5π)", loss(func(_ int, p potential) (float64, error) { return math.Pow(p.z, 3) / (5 * math.Pi), nil })),
		props.WrongLaw("Ż ≥ −O(Z³)", fall(3)),
		props.WrongLaw("Ż ≥ −O(Z^{2.5})", fall(2.5)),
		props.WrongLaw("Ż twice the slow flow's", slow(2)),
	)
}
