package stat

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// digitsError fails unless got has the given number of correct digits.
func digitsError(t *testing.T, what string, got, want, digits float64) {
	t.Helper()
	if lre := CorrectDigits(got, want); lre < digits {
		t.Errorf("%s = %.17g, want %.15g: %.1f correct digits, want %.1f", what, got, want, lre, digits)
	}
}

// TestNorris reproduces the certified values of NIST StRD Norris (linear regression, lower difficulty).
// The data and certificates carry 15 digits. QR loses the condition number of √W X, here 1e3 after its columns 1 and
// x ≤ 999, so at least 12 digits must be left in the slope; the intercept is 1e-3 of the fitted values and loses 3 more.
func TestNorris(t *testing.T) {
	y := []float64{
		0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3,
		0.1, 778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3,
		0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
	}
	x := []float64{
		0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4,
		0.6, 775.5, 666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3,
		0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
	}
	fit, err := Line(x, y, nil)
	if err != nil {
		t.Fatal(err)
	}
	digitsError(t, "intercept", fit.Coefficients[0], -0.262323073774029, 9)
	digitsError(t, "slope", fit.Coefficients[1], 1.00211681802045, 12)
	digitsError(t, "error of the intercept", fit.Errors[0], 0.232818234301152, 12)
	digitsError(t, "error of the slope", fit.Errors[1], 0.429796848199937e-3, 12)
	digitsError(t, "residual", fit.Scale, 0.884796396144373, 12)
	if fit.Freedom != 34 {
		t.Errorf("%d degrees of freedom, want 34", fit.Freedom)
	}
}

// TestLongley reproduces NIST StRD Longley (multiple regression, higher difficulty). The condition number of its
// design is 4.9e9 (Longley 1967), so of 15.95 digits at least 6 must be left.
func TestLongley(t *testing.T) {
	data := [][]float64{ // employment; deflator, GNP, unemployment, armed forces, population, year
		{60323, 83.0, 234289, 2356, 1590, 107608, 1947},
		{61122, 88.5, 259426, 2325, 1456, 108632, 1948},
		{60171, 88.2, 258054, 3682, 1616, 109773, 1949},
		{61187, 89.5, 284599, 3351, 1650, 110929, 1950},
		{63221, 96.2, 328975, 2099, 3099, 112075, 1951},
		{63639, 98.1, 346999, 1932, 3594, 113270, 1952},
		{64989, 99.0, 365385, 1870, 3547, 115094, 1953},
		{63761, 100.0, 363112, 3578, 3350, 116219, 1954},
		{66019, 101.2, 397469, 2904, 3048, 117388, 1955},
		{67857, 104.6, 419180, 2822, 2857, 118734, 1956},
		{68169, 108.4, 442769, 2936, 2798, 120445, 1957},
		{66513, 110.8, 444546, 4681, 2637, 121950, 1958},
		{68655, 112.6, 482704, 3813, 2552, 123366, 1959},
		{69564, 114.2, 502601, 3931, 2514, 125368, 1960},
		{69331, 115.7, 518173, 4806, 2572, 127852, 1961},
		{70551, 116.9, 554894, 4007, 2827, 130081, 1962},
	}
	columns := make([][]float64, 7)
	var y []float64
	for _, row := range data {
		y = append(y, row[0])
		columns[0] = append(columns[0], 1)
		for j, v := range row[1:] {
			columns[j+1] = append(columns[j+1], v)
		}
	}
	fit, err := LeastSquares(columns, y, nil)
	if err != nil {
		t.Fatal(err)
	}
	certified := [][2]float64{
		{-3482258.63459582, 890420.383607373},
		{15.0618722713733, 84.9149257747669},
		{-0.358191792925910e-1, 0.334910077722432e-1},
		{-2.02022980381683, 0.488399681651699},
		{-1.03322686717359, 0.214274163161675},
		{-0.511041056535807e-1, 0.226073200069370},
		{1829.15146461355, 455.478499142212},
	}
	for j, c := range certified {
		digitsError(t, "coefficient", fit.Coefficients[j], c[0], 6)
		digitsError(t, "its error", fit.Errors[j], c[1], 6)
	}
	digitsError(t, "residual", fit.Scale, 304.854073561965, 6)
}

// TestWeights: a weight of 2 is the point given twice, and a common factor of the weights changes no error but Unit.
func TestWeights(t *testing.T) {
	once, err := Line([]float64{0, 1, 2, 4}, []float64{1, 0, 3, 2}, []float64{1, 2, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := Line([]float64{0, 1, 1, 2, 4}, []float64{1, 0, 0, 3, 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	scaled, err := Line([]float64{0, 1, 2, 4}, []float64{1, 0, 3, 2}, []float64{4, 8, 4, 4})
	if err != nil {
		t.Fatal(err)
	}
	for j := range 2 { // a condition number below 10
		near(t, "coefficient, twice", twice.Coefficients[j], once.Coefficients[j], 200*ulp)
		near(t, "unit error, twice", twice.Unit[j], once.Unit[j], 200*ulp)
		near(t, "coefficient, scaled", scaled.Coefficients[j], once.Coefficients[j], 200*ulp)
		near(t, "error, scaled", scaled.Errors[j], once.Errors[j], 200*ulp)
		near(t, "unit error, scaled", scaled.Unit[j], once.Unit[j]/2, 200*ulp)
	}
	// t(0.025, 2) = 0.95 √2/√(2·0.025·0.975)·… in closed form: t = (1−2q)√(2/(4q(1−q))) for ν = 2.
	lower, upper, err := once.Interval(1, 0.05)
	if err != nil {
		t.Fatal(err)
	}
	half := (1 - 0.05) * math.Sqrt(2/(4*0.025*0.975)) * once.Errors[1]
	near(t, "half-width of the interval", (upper-lower)/2, half, 1e3*ulp)
}

func TestRegressionErrors(t *testing.T) {
	nan := math.NaN()
	exact, err := Line([]float64{0, 1}, []float64{1, 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(exact.Scale) {
		t.Errorf("scale without degrees of freedom = %v, want NaN", exact.Scale)
	}
	refuses(t, map[string]error{
		"empty":            second(Line(nil, nil, nil)),
		"NaN":              second(Line([]float64{0, 1, nan}, []float64{1, 2, 3}, nil)),
		"Inf":              second(Line([]float64{0, 1}, []float64{1, math.Inf(1)}, nil)),
		"lengths":          second(Line([]float64{0, 1}, []float64{1, 2, 3}, nil)),
		"one point":        second(Line([]float64{0}, []float64{1}, nil)),
		"equal x":          second(Line([]float64{1, 1, 1}, []float64{1, 2, 3}, nil)),
		"no columns":       second(LeastSquares(nil, []float64{1}, nil)),
		"weights short":    second(Line([]float64{0, 1}, []float64{1, 2}, []float64{1})),
		"weight 0":         second(Line([]float64{0, 1}, []float64{1, 2}, []float64{1, 0})),
		"interval: freely": third(exact.Interval(0, 0.1)),
		"interval: index":  third(exact.Interval(2, 0.1)),
		"interval: alpha":  third(exact.Interval(0, 0)),
	})
}

// TestTheilSen has slopes that can be read off, one outlier among them.
func TestTheilSen(t *testing.T) {
	x := []float64{0, 1, 2, 3, 4, 5, 6}
	y := []float64{1, 3, 5, 7, 9, 11, 1000}
	if b, err := TheilSen(x, y); err != nil || b != 2 {
		t.Errorf("TheilSen = %v, %v, want 2 despite the outlier", b, err)
	}
	if b, err := TheilSen([]float64{0, 0, 1}, []float64{0, 2, 4}); err != nil || b != 3 {
		t.Errorf("TheilSen with equal x = %v, %v, want the median of 4 and 2", b, err)
	}
	refuses(t, map[string]error{
		"equal x":           second(TheilSen([]float64{1, 1}, []float64{1, 2})),
		"lengths":           second(TheilSen([]float64{1, 2}, []float64{1})),
		"NaN":               second(TheilSen([]float64{1, math.NaN()}, []float64{1, 2})),
		"interval: alpha":   third(TheilSenInterval(x, y, 0)),
		"interval: equal x": third(TheilSenInterval([]float64{0, 0, 1}, []float64{0, 2, 4}, 0.5)),
		"interval: n > 500": third(TheilSenInterval(make([]float64, 501), make([]float64, 501), 0.5)),
		"interval: NaN":     third(TheilSenInterval([]float64{math.NaN()}, []float64{1}, 0.5)),
	})
	_, _, err := TheilSenInterval(x, y, 1e-9) // 2/13! = 3.2e-10, 2/12! = 4.2e-9
	const say = "stat: need at least 13 samples for a two-sided interval for the Theil–Sen slope at level 1e-09, have 7"
	if err == nil || err.Error() != say {
		t.Errorf("the error says %v, want %q", err, say)
	}
}

// TestInversions compares the recursion with all permutations of 7 and their inversions.
func TestInversions(t *testing.T) {
	const n = 7
	count := make([]float64, n*(n-1)/2+1)
	total := 0.0
	perm := make([]int, 0, n)
	var extend func(inversions int)
	extend = func(inversions int) {
		if len(perm) == n {
			count[inversions]++
			total++
			return
		}
		for v := range n {
			if slices.Contains(perm, v) {
				continue
			}
			more := 0
			for _, u := range perm {
				if u > v {
					more++
				}
			}
			perm = append(perm, v)
			extend(inversions + more)
			perm = perm[:len(perm)-1]
		}
	}
	extend(0)
	for j, p := range inversions(n) {
		near(t, "P(I = j)", p, count[j]/total, 64*ulp) // differences of sums below 1, at least 1/5040
	}
}

// As many points as coefficients leave no freedom: the fit is exact, an interval says what it needs.
func TestRegressionWithoutFreedom(t *testing.T) {
	f, err := Line([]float64{1, 2}, []float64{3, 5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope", f.Coefficients[1], 2, 16*ulp)
	var short *InsufficientError
	if _, _, err := f.Interval(0, 0.1); !errors.As(err, &short) || short.Have != 2 || short.Need != 3 {
		t.Errorf("interval of two points: %v, want a need of 3", err)
	}
	f, err = Line([]float64{1, 2, 3}, []float64{3, 5, 7.5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Interval(0, 0.1); err != nil {
		t.Errorf("interval of three points: %v", err)
	}
	refuses(t, map[string]error{"j = 2": third(f.Interval(2, 0.1)), "j = −1": third(f.Interval(-1, 0.1))})
}

// TestTheilSenByPermutations counts the inversions of every permutation: the ranks of the interval are exact at every
// level, also where the interval is almost a point.
func TestTheilSenByPermutations(t *testing.T) {
	for n := 2; n <= 6; n++ {
		pairs := n * (n - 1) / 2
		count, total := make([]int, pairs+1), 0
		var permute func(rest []int, behind []int, inversions int)
		permute = func(rest, behind []int, inversions int) {
			if len(rest) == 0 {
				count[inversions]++
				total++
			}
			for i, v := range rest {
				larger := 0
				for _, b := range behind {
					if b > v {
						larger++
					}
				}
				left := append(append([]int(nil), rest[:i]...), rest[i+1:]...)
				permute(left, append(behind[:len(behind):len(behind)], v), inversions+larger)
			}
		}
		var all []int
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			all = append(all, i)
			x[i], y[i] = float64(i), math.Exp(float64(i)) // every slope different
		}
		permute(all, nil, 0)
		slopes, err := pairSlopes(x, y)
		if err != nil {
			t.Fatal(err)
		}
		for _, alpha := range []float64{0.05, 0.3, 0.6, 0.95} {
			l, below := 0, 0
			for l < pairs/2 && float64(below+count[l]) <= alpha/2*float64(total) {
				below += count[l]
				l++
			}
			lower, upper, err := TheilSenInterval(x, y, alpha)
			if l == 0 {
				var short *InsufficientError
				if !errors.As(err, &short) {
					t.Errorf("n = %d, α = %v: [%v, %v], %v, want too few points", n, alpha, lower, upper, err)
				}
				continue
			}
			if err != nil || lower != slopes[l-1] || upper != slopes[pairs-l] {
				t.Errorf("n = %d, α = %v: [%v, %v], %v, want [%v, %v]", n, alpha, lower, upper, err, slopes[l-1], slopes[pairs-l])
			}
		}
	}
	// 2/4! = α exactly: four points are enough, three are not.
	_, _, err := TheilSenInterval([]float64{0, 1, 2}, []float64{0, 1, 4}, 2.0/24)
	var short *InsufficientError
	if !errors.As(err, &short) || short.Need != 4 {
		t.Errorf("three points at α = 2/4!: %v, want a need of 4", err)
	}
	x := make([]float64, 500) // as many as are taken
	for i := range x {
		x[i] = float64(i)
	}
	if lower, upper, err := TheilSenInterval(x, x, 0.1); err != nil || lower != 1 || upper != 1 {
		t.Errorf("500 points on a line of slope 1: [%v, %v], %v", lower, upper, err)
	}
}
