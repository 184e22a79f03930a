package stat

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Fit is a weighted linear least-squares fit y ≈ Σ_j c_j x_j.
type Fit struct {
	Coefficients []float64
	Errors       []float64 // standard errors with the scale of the noise estimated: σ̂ √((XᵀWX)^{−1})_jj
	Unit         []float64 // standard errors when the weights are exactly 1/σ_i²: √((XᵀWX)^{−1})_jj
	Scale        float64   // σ̂ = √(Σ w_i r_i²/Freedom), NaN without degrees of freedom
	Freedom      int       // observations − coefficients
}

// LeastSquares is the fit that minimises Σ_i w_i (y_i − Σ_j c_j columns[j][i])², by the QR factorisation of √W X.
//
// nil weights are all 1. The standard errors assume independent errors of variance σ²/w_i. Errors: lengths that
// differ, fewer observations than columns, values that are not finite, weights ≤ 0, dependent columns.
// Golub, Van Loan 2013, §5.3.
func LeastSquares(columns [][]float64, y, weights []float64) (Fit, error) {
	if err := finiteError("y", y); err != nil {
		return Fit{}, err
	}
	n, k := len(y), len(columns)
	if k < 1 || n < k {
		return Fit{}, fmt.Errorf("stat: %d observations and %d columns, want at least as many observations as columns, and one column", n, k)
	}
	root, err := roots(weights, n)
	if err != nil {
		return Fit{}, err
	}
	design, target := mat.NewDense(n, k, nil), mat.NewVecDense(n, nil)
	for j, column := range columns {
		if err := finiteError(fmt.Sprintf("columns[%d]", j), column); err != nil {
			return Fit{}, err
		}
		if len(column) != n {
			return Fit{}, fmt.Errorf("stat: columns[%d] has %d values, want %d as y", j, len(column), n)
		}
		for i, x := range column {
			design.Set(i, j, root[i]*x)
		}
	}
	for i, v := range y {
		target.SetVec(i, root[i]*v)
	}
	var qr mat.QR
	qr.Factorize(design)
	c := mat.NewVecDense(k, nil)
	if err := qr.SolveVecTo(c, false, target); err != nil {
		return Fit{}, fmt.Errorf("stat: the columns are linearly dependent: %w", err)
	}
	var r mat.Dense
	qr.RTo(&r)
	var inverse mat.Dense
	if err := inverse.Inverse(r.Slice(0, k, 0, k)); err != nil {
		return Fit{}, fmt.Errorf("stat: the columns are linearly dependent: %w", err)
	}
	var residual mat.VecDense
	residual.MulVec(design, c)
	residual.SubVec(target, &residual)
	fit := Fit{Freedom: n - k, Scale: mat.Norm(&residual, 2) / math.Sqrt(float64(n-k))}
	if fit.Freedom == 0 {
		fit.Scale = math.NaN()
	}
	for j := range k {
		unit := mat.Norm(inverse.RowView(j), 2) // (XᵀWX)^{−1} = R^{−1}R^{−T}
		fit.Coefficients = append(fit.Coefficients, c.AtVec(j))
		fit.Unit = append(fit.Unit, unit)
		fit.Errors = append(fit.Errors, fit.Scale*unit)
	}
	return fit, nil
}

// Line is the weighted least-squares line y ≈ c₀ + c₁x.
func Line(x, y, weights []float64) (Fit, error) {
	ones := make([]float64, len(x))
	for i := range ones {
		ones[i] = 1
	}
	return LeastSquares([][]float64{ones, x}, y, weights)
}

// Interval is the two-sided interval c_j ± t(α/2, Freedom) · Errors[j] for coefficient j.
// It misses the true one with probability α when the errors are Gaussian with variance σ²/w_i; it is not
// distribution-free (see [SlopeInterval] for one that is).
func (f Fit) Interval(j int, alpha float64) (lower, upper float64, err error) {
	if err := rateError("alpha", alpha); err != nil {
		return 0, 0, err
	}
	if j < 0 || j >= len(f.Coefficients) {
		return 0, 0, fmt.Errorf("stat: coefficient %d, want one in [0, %d)", j, len(f.Coefficients))
	}
	if f.Freedom < 1 {
		k := len(f.Coefficients)
		return 0, 0, &InsufficientError{"an interval for a coefficient", alpha, k, k + 1}
	}
	half := StudentUpperQuantile(alpha/2, float64(f.Freedom)) * f.Errors[j]
	return f.Coefficients[j] - half, f.Coefficients[j] + half, nil
}

// roots is the square roots of n weights, nil meaning ones.
func roots(weights []float64, n int) ([]float64, error) {
	root := make([]float64, n)
	if weights == nil {
		for i := range root {
			root[i] = 1
		}
		return root, nil
	}
	if len(weights) != n {
		return nil, fmt.Errorf("stat: %d weights, want %d as y", len(weights), n)
	}
	var err error
	for i, w := range weights {
		err = errors.Join(err, positiveError(fmt.Sprintf("weights[%d]", i), w))
		root[i] = math.Sqrt(w)
	}
	return root, err
}
