package props

import (
	"errors"
	"reflect"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// beyond takes what a slice does not have: the panic is the runtime's own.
//
//go:noinline
func beyond(s []float64, i int) float64 { return s[i] }

// deeper calls itself without an end that matters, then panics.
//
//go:noinline
func deeper(n int) int {
	if n == 0 {
		panic("deep")
	}
	return 1 + deeper(n-1)
}

// TestPanicStack: a panic in any part of a check leaves that claim undecided, with the calls that led to it, the
// innermost first and none of the engine's; the claims beside it get the verdict of a run without the panic.
func TestPanicStack(t *testing.T) {
	type experiment = Experiment[doubling, []float64]
	other := doublingProperty(claimed(t, holding)).Check()
	want := judgeOne(t, other, Options{Seed: 1, Tier: Standard})
	const one = `\(panic_test\.go:\d+\)`
	for _, tc := range []struct {
		name string
		make func(*experiment)
		why  string
	}{
		{"of the runtime, in a measurement", func(e *experiment) {
			e.Measure = func(*Lab, doubling) ([]float64, error) { return []float64{beyond(nil, 3)}, nil }
		}, `^panic: runtime error: index out of range \[3\] with length 0; at props\.beyond ` + one + ` < props\.TestPanicStack\.\S+ ` + one + `$`},
		{"in a replicate, on whichever processor", func(e *experiment) {
			e.Measure = func(l *Lab, _ doubling) ([]float64, error) {
				return Replicate(l, 0, 50, func(uint64) (float64, error) { return beyond(nil, 3), nil })
			}
		}, `^panic: runtime error: index out of range \[3\] with length 0; at props\.beyond ` + one + ` < props\.TestPanicStack\.\S+ ` + one + ` < props\.\S*Replicate\S* \(lab\.go:\d+\) < props\.\S*Batches\S* \(lab\.go:\d+\)$`},
		{"of a value that is an error, in a law", func(e *experiment) {
			e.Law = func(doubling, []float64, *Judge) error { return errors.New(Must("", errors.New("lost"))) }
		}, `^no residual was computed: panic: panic_test\.go:\d+: lost; at props\.Must\[\.\.\.\] \(must\.go:\d+\) < props\.TestPanicStack\.\S+ ` + one + `$`},
		{"in the draws", func(e *experiment) {
			e.Cases = ByTier[int]{2, 2, 2}
			e.Draw = func(*rapid.T) doubling { return doubling{beyond(nil, 3)} }
		}, `^panic: runtime error: index out of range \[3\] with length 0; at props\.beyond ` + one + ` < props\.TestPanicStack\.\S+ ` + one + `$`},
		{"in the grid", func(e *experiment) {
			e.Grid = func(tier Tier) []doubling {
				if tier == Standard { // the suite asks for that of the quick tier before it runs
					beyond(nil, 3)
				}
				return []doubling{{1}}
			}
		}, `^panic: runtime error: index out of range \[3\] with length 0; at props\.beyond ` + one + ` < props\.TestPanicStack\.\S+ ` + one + `$`},
		{"in a rival, a simulator", func(e *experiment) {
			e.Rivals[1] = Rival[doubling, []float64]{Name: "wild", Measure: func(*Lab, doubling) ([]float64, error) { return []float64{beyond(nil, 3)}, nil }}
		}, `^no power: the rival law "wild" was not refuted \(margin 0; panic: runtime error: index out of range \[3\] with length 0; at props\.beyond ` + one + ` < props\.TestPanicStack\.\S+ ` + one + `\)$`},
		{"deep down", func(e *experiment) {
			e.Measure = func(*Lab, doubling) ([]float64, error) { return []float64{float64(deeper(1000))}, nil }
		}, `^panic: deep; at (props\.deeper ` + one + ` < ){16}…$`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := coin(claimed(t, flipping), 10_000, 0.1)
			tc.make(&e)
			suite := madeUpSuite(other, e.Check())
			first := ""
			for _, jobs := range []int{1, 4} {
				verdicts, err := suite.Run(t.Context(), Options{Seed: 1, Tier: Standard, Jobs: jobs})
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(verdicts[0], want) {
					t.Errorf("the claim beside it: %+v, want %+v", verdicts[0], want)
				}
				v := verdicts[1]
				if v.Outcome != Undecided || !regexp.MustCompile(tc.why).MatchString(v.Why) {
					t.Errorf("%v: %s; want UNDECIDED and %s", v.Outcome, v.Why, tc.why)
				}
				if first == "" {
					first = v.Why
				} else if v.Why != first {
					t.Errorf("with %d processors %s, with one %s", jobs, v.Why, first)
				}
			}
		})
	}
}
