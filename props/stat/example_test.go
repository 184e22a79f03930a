package stat_test

import (
	"errors"
	"fmt"

	"assay/props/stat"
)

// ask prints the value of a design, or why there is none.
func ask[T any](v T, err error) string {
	var short *stat.InsufficientError
	switch {
	case errors.As(err, &short):
		return fmt.Sprintf("needs %d", short.Need)
	case err != nil:
		return err.Error()
	}
	return fmt.Sprintf("%.4v", v)
}

// How many runs tell two success probabilities apart.
func ExampleProportionSamples() {
	const rate = 1e-9
	fmt.Println("p0   p1   runs  rejects from")
	for _, p := range [][2]float64{{0.1, 0.9}, {0.2, 0.8}, {0.3, 0.7}, {0.4, 0.6}} {
		n, err := stat.ProportionSamples(p[0], p[1], rate, rate)
		if err != nil {
			fmt.Println(err)
			return
		}
		k, err := stat.ProportionCritical(n, p[0], rate)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.1f  %.1f  %4d  %12d\n", p[0], p[1], n, k)
	}
	// Output:
	// p0   p1   runs  rejects from
	// 0.1  0.9    35            18
	// 0.2  0.8    81            41
	// 0.3  0.7   207           104
	// 0.4  0.6   881           441
}

// The number of samples D² n that each tool needs on a range of width 1, for a violation D that is small.
func ExampleKolmogorovSamples() {
	const d = 1e-3
	fmt.Println("alpha = beta  band  band, one side  mean in [0,1]")
	for _, rate := range []float64{1e-3, 1e-6, 1e-9, 1e-12} {
		two, err := stat.KolmogorovSamples(d, rate, rate, stat.TwoSided)
		one, err1 := stat.KolmogorovSamples(d, rate, rate, stat.OneSided)
		mean, err2 := stat.MeanSamples(d, 1, rate, rate, stat.TwoSided)
		if err := errors.Join(err, err1, err2); err != nil {
			fmt.Println(err)
			return
		}
		per := func(n int) float64 { return float64(n) * d * d }
		fmt.Printf("%12.0e  %4.1f  %14.1f  %13.1f\n", rate, per(two), per(one), per(mean))
	}
	// Output:
	// alpha = beta  band  band, one side  mean in [0,1]
	//        1e-03  14.5            13.8           14.5
	//        1e-06  28.3            27.6           28.3
	//        1e-09  42.1            41.4           42.1
	//        1e-12  56.0            55.3           56.0
}

// What n samples can see at α = β = 1e-9, or how many it takes to see anything.
func ExampleSignResolution() {
	const rate = 1e-9
	fmt.Println("    n  sign      median    band      p above ½")
	for _, n := range []int{20, 30, 31, 50, 100, 1000, 10000} {
		sign := ask(stat.SignResolution(n, rate, rate, stat.OneSided))
		_, above, err := stat.QuantileResolution(n, 0.5, rate, rate)
		median := ask(above-0.5, err)
		band := ask(stat.KolmogorovResolution(n, rate, rate, stat.TwoSided))
		p := ask(stat.ProportionResolutionAbove(n, 0.5, rate, rate))
		fmt.Printf("%5d  %-9s %-9s %-9s %s\n", n, sign, median, band, p)
	}
	// Output:
	//     n  sign      median    band      p above ½
	//    20  needs 30  needs 31  needs 43  needs 30
	//    30  0.5       needs 31  needs 43  1
	//    31  0.5       0.5       needs 43  1
	//    50  0.4991    0.4991    0.918     0.9991
	//   100  0.458     0.4623    0.6491    0.958
	//  1000  0.1855    0.1864    0.2053    0.6855
	// 10000  0.05988   0.06038   0.06491   0.5599
}

// Seven stages at a total level of 1e-9: a true law is nearly always kept by the first.
func ExampleStaged() {
	test := stat.Staged{Alpha: 1e-9, Stages: 7, Growth: 1}
	fmt.Println("stage  rejects at  keeps above")
	for i := 1; i <= test.Stages; i++ {
		reject, keep, err := test.Levels(i)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%5d  %10.2g  %.4f\n", i, reject, keep)
	}
	design := func(alpha, beta float64) (int, error) {
		return stat.KolmogorovSamples(0.05, alpha, beta, stat.TwoSided)
	}
	fmt.Println("first stage for a distance of 0.05:", ask(test.Samples(1e-9, design)))
	fmt.Println("a single test:", ask(design(1e-9, 1e-9)))
	// Output:
	// stage  rejects at  keeps above
	//     1     1.4e-10  0.0392
	//     2     3.6e-09  0.0392
	//     3     9.3e-08  0.0392
	//     4     2.4e-06  0.0392
	//     5       6e-05  0.0393
	//     6      0.0015  0.0408
	//     7       0.039  0.0392
	// first stage for a distance of 0.05: 9097
	// a single test: 16855
}

// A tool that cannot answer says what it would need.
func ExampleInsufficientError() {
	_, _, err := stat.QuantileInterval([]float64{3, 1, 4, 1, 5, 9, 2, 6}, 0.5, 1e-9)
	fmt.Println(err)
	_, err = stat.SignCritical(29, 1e-9, stat.OneSided)
	fmt.Println(err)
	_, err = stat.ProportionCritical(5, 0.1, 1e-9)
	fmt.Println(err)
	// Output:
	// stat: need at least 31 samples for a two-sided interval for the 0.5-quantile at level 1e-09, have 8
	// stat: need at least 30 samples for a one-sided sign test at level 1e-09, have 29
	// stat: need at least 9 samples for refuting p ≤ 0.1 at level 1e-09, have 5
}
