package neuron

import (
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
)

// drawAngleSlack draws how small L/(‖w‖²θ³) becomes in the worst networks at each angle, beside the constants.
func drawAngleSlack(_ props.Tier, sights []props.Sight[studentsCase, angleMeasured]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "angle θ of a student to the teacher"}, Y: props.Axis{Label: "L / (‖w‖²θ³)", Log: true},
		Caption: "The lemma's slack. Points: the worst networks known at each angle, in which a small student of norm ε is turned away and the others fit the teacher. As ε falls they reach the best constant at that angle. " +
			"It lies above the corrected constant, which it meets at π, and below the printed one from θ = 2.866 on: there the printed lemma fails.",
	}
	epsilons := map[float64]int{} // the curve of each ε
	for _, s := range sights {
		least, theta, epsilon := math.Inf(1), 0.0, 0.0
		for i, norm := range s.Seen.norms {
			if slack := s.Seen.loss / (norm * norm * math.Pow(s.Seen.angle[i], 3)); slack < least {
				least, theta, epsilon = slack, s.Seen.angle[i], norm
			}
		}
		epsilon = math.Pow(10, math.Round(math.Log10(epsilon)))
		i, ok := epsilons[epsilon]
		if !ok {
			i = len(p.Curves)
			epsilons[epsilon] = i
			p.Curves = append(p.Curves, props.Curve{Name: fmt.Sprintf("ε = %v", epsilon), Dots: true, Hue: i + 1})
		}
		p.Curves[i].X, p.Curves[i].Y = append(p.Curves[i].X, theta), append(p.Curves[i].Y, least)
	}
	best := props.Curve{Name: "best constant", Hue: len(p.Curves) + 1}
	const points = 200
	for i := 1; i <= points; i++ {
		theta := math.Pi * float64(i) / points
		constant, err := theory.AngleInfimum(theta)
		if err != nil {
			return p, err
		}
		best.X, best.Y = append(best.X, theta), append(best.Y, constant)
	}
	level := func(name string, of func(norm, theta float64) (float64, error)) error {
		y, err := of(1, 1)
		p.Curves = append(p.Curves, props.Curve{Name: name, X: []float64{0, math.Pi}, Y: []float64{y, y}, Reference: true})
		return err
	}
	p.Curves = append(p.Curves, best)
	if err := level("corrected, 1/(4π³)", theory.AngleBoundCorrected); err != nil {
		return p, err
	}
	return p, level("printed, 1/(30π)", theory.AngleBoundPrinted)
}
