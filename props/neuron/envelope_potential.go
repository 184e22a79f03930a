package neuron

import (
	"math"

	"assay/props"
	"assay/theory"
)

// neuronPotential checks that Z bounds the loss, and how fast it falls: by the bounds with their least constants, which
// pairs attain, and by the slow flow itself.
func neuronPotential() props.Check {
	type judgement = props.Law[flowCase, flowRun]
	each := func(assert func(c flowCase, m flowRun, o snapshot, p potential, j *props.Judge) error) judgement {
		return func(c flowCase, m flowRun, j *props.Judge) error {
			for i := range m.snapshots {
				if err := assert(c, m, m.snapshots[i], m.along[i], j); err != nil {
					return err
				}
			}
			return nil
		}
	}
	loss := func(factor, power float64) judgement {
		return each(func(c flowCase, _ flowRun, o snapshot, p potential, j *props.Judge) error {
			bound, err := theory.PotentialBound(c.N, p.z, p.largest, p.angle)
			law := factor * bound * math.Pow(p.z, power-3)
			j.AtLeast("L/‖v‖² by the potential", o.Loss, law, props.Rounding(100, law))
			return err
		})
	}
	// the terms that the slow flow leaves out of Ż are of relative order max|q_i| of the bound's
	fall := func(factor, power, students float64) judgement {
		return each(func(c flowCase, m flowRun, _ snapshot, p potential, j *props.Judge) error {
			law, err := theory.PotentialDecay(theory.PotentialConstant, c.N, p.z, m.kappa, 1)
			law *= factor * math.Pow(p.z, power-2) * math.Pow(float64(c.N), students-4)
			j.AtMost("−Ż, with n⁴/κ²", -p.fall, -law, props.Truncation(4*p.angle*law, "third order in the angles"))
			return err
		})
	}
	slow := func(factor float64) judgement {
		return each(func(c flowCase, _ flowRun, _ snapshot, p potential, j *props.Judge) error {
			bound, err := theory.PotentialFall(c.N, p.z)
			j.Equal("Ż", p.fall, factor*p.slow, props.Truncation(4*p.angle*bound, "third order in the angles"))
			return err
		})
	}
	return flowExperiment(theory.NeuronPotential, props.All(loss(1, 3), fall(1, 2, 4), slow(1)),
		[]props.Plant[flowCase, flowRun]{
			props.Planted("constant of Z³ × 1.02", loss(1.02, 3)),
			props.Planted("Z^{2.7}", loss(1, 2.7)),
			props.Planted("constant of Ż / 1.02", fall(1/1.02, 2, 4)),
			props.Planted("Ż ≥ −O(Z^{2.3})", fall(1, 2.3, 4)),
			props.Planted("Ż with n^{3.7}", fall(1, 2, 3.7)),
			props.Planted("the slow flow × 1.2", slow(1.2)),
			props.Planted("the slow flow × .8", slow(0.8)),
		},
		props.WrongLaw("L ≥ Z²/(3πWn²(n−1)³)", loss(1, 2)),
		props.WrongLaw("L ≥ Z^{2.5}/(3πWn²(n−1)³)", loss(1, 2.5)),
		props.WrongLaw("L ≥ Z³/(5π)", each(func(_ flowCase, _ flowRun, o snapshot, p potential, j *props.Judge) error {
			law := math.Pow(p.z, 3) / (5 * math.Pi)
			j.AtLeast("L/‖v‖² by the potential", o.Loss, law, props.Rounding(100, law))
			return nil
		})),
		props.WrongLaw("Ż ≥ −O(Z³)", fall(1, 3, 4)),
		props.WrongLaw("Ż ≥ −O(Z^{2.5})", fall(1, 2.5, 4)),
		props.WrongLaw("Ż twice the slow flow's", slow(2)),
	)
}
