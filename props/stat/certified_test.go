package stat

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestCertifiedIntervals compares with the 30-digit values of golden/certified/intervals.txt, made by another
// program: independent of the exact rationals and of the published tables of the other tests.
func TestCertifiedIntervals(t *testing.T) {
	text, err := os.ReadFile("../../golden/certified/intervals.txt")
	if err != nil {
		t.Fatal(err)
	}
	compared := map[string]int{}
	for i, line := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := map[string]string{}
		for _, field := range strings.Fields(line) {
			key, value, _ := strings.Cut(field, "=")
			fields[key] = value
		}
		number := func(key string) float64 { // rounded to the nearest float64
			x, err := strconv.ParseFloat(fields[key], 64)
			if err != nil {
				t.Fatalf("line %d: %s: %v", i+1, key, err)
			}
			return x
		}
		count := func(key string) int { return int(number(key)) }
		compared[fields["law"]]++
		switch fields["law"] {
		case "binomial-tail":
			near(t, line, BinomialUpper(count("k"), count("n"), number("q")), number("p"),
				tailError(count("n"))+float64(count("n"))*ulp/(1-number("q"))) // q and 1 − q round
		case "clopper-pearson":
			k, n, alpha := count("k"), count("n"), number("alpha")
			low, high := proportionLower(k, n, alpha/2), proportionUpper(k, n, alpha/2)
			near(t, line+", low", low, number("low"), boundError(k, n, alpha, number("low")))
			// 1 − high is the lower bound of n − k failures; high itself rounds.
			failures := 1 - number("high")
			near(t, line+", high", high, number("high"), boundError(n-k, n, alpha, failures)*failures/number("high")+ulp)
		default:
			t.Errorf("line %d: law %q is not known", i+1, fields["law"])
		}
	}
	for _, law := range []string{"binomial-tail", "clopper-pearson"} {
		if compared[law] == 0 {
			t.Errorf("no values of law %s", law)
		}
	}
}

// boundError is the relative error allowed to the lower Clopper–Pearson bound p of k successes. The tail there is α/2
// to within its own error and the rounding of ln α, and
//
//	d ln P(X ≥ k)/d ln p = k P(X = k)/P(X ≥ k) ≥ k(1 − r),   r = (n−k)p/((k+1)(1−p)),
//
// because the terms fall at least as fast as r^j. The search for p stops at two spacings of its log-odds.
func boundError(k, n int, alpha, p float64) float64 {
	if k == 0 {
		return 0
	}
	r := float64(n-k) * p / (float64(k+1) * (1 - p))
	return (tailError(n)-math.Log(alpha)*ulp)/(float64(k)*(1-r)) + 4*ulp*math.Max(1, math.Abs(math.Log(p/(1-p))))
}
