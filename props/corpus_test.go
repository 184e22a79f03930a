package props

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// everything is a case with a field of each kind that can be kept.
type everything struct {
	doubling
	Theta  float64 `draw:"θ < π"`
	N      int
	Fit    bool
	Model  string      `draw:"model"`
	U      []float64   `draw:"u"`
	Nested [][]float64 `draw:"u, each"`
	Hidden chan int    `draw:"-"`
}

// TestDrawsAreReadBack: a kept case is the case itself, to the last bit.
func TestDrawsAreReadBack(t *testing.T) {
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e-320, math.MaxFloat64, 1.0 / 3}))
	number = number.Filter(func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) })
	list := rapid.Map(rapid.SliceOfN(number, 0, 3), func(u []float64) []float64 { // the list without items is nil
		if len(u) == 0 {
			return nil
		}
		return u
	})
	rapid.Check(t, func(rt *rapid.T) {
		c := everything{doubling{number.Draw(rt, "x")}, number.Draw(rt, "θ"), rapid.Int().Draw(rt, "n"), rapid.Bool().Draw(rt, "fit"),
			rapid.SampledFrom([]string{"", "x³ − 3x", `<"\>`}).Draw(rt, "model"), list.Draw(rt, "u"), [][]float64{list.Draw(rt, "v"), {1}}, nil}
		text, err := encode(c)
		if err != nil {
			rt.Fatal(err)
		}
		back, err := decode[everything](text)
		if err != nil {
			rt.Fatalf("%s: %v", text, err)
		}
		if !reflect.DeepEqual(back, c) || Describe(back) != Describe(c) { // the words tell −0 from 0
			rt.Fatalf("%s: %v, want %v", text, back, c)
		}
	})
	text, err := encode(7)
	if back, err2 := decode[int](text); err != nil || err2 != nil || back != 7 || string(text) != `{"case": 7}` {
		t.Errorf("a number alone: %s is read as %d, %v, %v", text, back, err, err2)
	}
}

// TestDrawsAreRefused: what does not fit is named, with what is wanted; nothing is guessed.
func TestDrawsAreRefused(t *testing.T) {
	const whole = `{"X": 1, "θ < π": 2, "N": 3, "Fit": true, "model": "a", "u": [1], "u, each": [[1]]}`
	if _, err := decode[everything](json.RawMessage(whole)); err != nil {
		t.Fatalf("the pattern of the others: %v", err)
	}
	for _, test := range []struct{ old, new, want string }{
		{`"X": 1, `, ``, `no draw "X": want X, θ < π, N, Fit, model, u, u, each`},
		{`"X": 1`, `"x": 1`, `the draw "x" is none of its check: want X, θ < π`},
		{`"X": 1`, `"X": null`, `the draw "X" is null: want a number of float64`},
		{`"X": 1`, `"X": "1"`, `the draw "X" is "1": want a number of float64`},
		{`"X": 1`, `"X": 1e999`, `the draw "X" is 1e999: want a number of float64`},
		{`"N": 3`, `"N": 3.5`, `the draw "N" is 3.5: want a whole number`},
		{`true`, `1`, `the draw "Fit" is 1: want true or false`},
		{`"a"`, `1`, `the draw "model" is 1: want a text`},
		{`[1],`, `1,`, `the draw "u" is 1: want a list`},
		{`[1],`, `null,`, `the draw "u" is null: want a list`},
		{`[1],`, `[null],`, `the draw "u" is null: want a number of float64`},
		{`[[1]]`, `[1]`, `the draw "u, each" is 1: want a list`},
		{whole, `null`, `want an object of draws`},
		{whole, `[]`, `want an object of draws`},
	} {
		_, err := decode[everything](json.RawMessage(strings.Replace(whole, test.old, test.new, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s for %s: %v, want %s", test.new, test.old, err, test.want)
		}
	}
	for name, err := range map[string]error{
		`the draw "X" is NaN: want a finite number`: errorOf(encode(doubling{math.NaN()})),
		`the draw "X" is +Inf`:                      errorOf(encode(doubling{math.Inf(1)})),
		`the draw "F" is of type func()`:            errorOf(encode(struct{ F func() }{})),
		`the draw "x": want an exported field`:      errorOf(encode(struct{ x float64 }{})),
		`the draw "x": want an exported field with a name of its own`: errorOf(encode(struct {
			X float64
			Y float64 `draw:"x"`
		}{})),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%v, want %s", err, name)
		}
	}
}

func errorOf(_ json.RawMessage, err error) error { return err }

// kept is a corpus of one case of the made-up claim.
func kept(claim, draws string) Corpus {
	return Corpus{Path: "corpus.json", Cases: []Kept{{claim, json.RawMessage(draws), "by hand", "a test"}}}
}

// TestKeptCasesAreTried: a kept case is judged as a drawn one is, where no drawn case would refute.
func TestKeptCasesAreTried(t *testing.T) {
	broken := func(c doubling) (float64, error) { // where no case is drawn
		if c.X == 7 {
			return 15, nil
		}
		return 2 * c.X, nil
	}
	for _, test := range []struct {
		name, claim, draws string
		alter              func(*Property[doubling, float64])
		want               Outcome
		cases, refuting    int
		says               string
	}{
		{"the claim withstands it", holding, `{"X": 7}`, func(*Property[doubling, float64]) {}, Holds, 101, 0, ""},
		{"it refutes again", holding, `{"X": 7}`, func(p *Property[doubling, float64]) { p.Measure = broken }, Refuted, 101, 1, "X = 7"},
		{"a case drawn smaller is shown", holding, `{"X": 1.5}`, func(p *Property[doubling, float64]) { p.Law = doublingLaw(3) }, Refuted, 101, 101, "X = 1"},
		{"it refutes an erratum alone", printed, `{"X": 7}`, func(p *Property[doubling, float64]) {
			measured := func(times float64) Law[doubling, float64] {
				return func(c doubling, m float64, j *Judge) error {
					j.Equal("2x", m, times*m, Rounding(1, m))
					return nil
				}
			}
			p.Measure, p.Control = broken, measured(1)
			p.Rivals = []Rival[doubling, float64]{WrongLaw("three", doublingLaw(3)), WrongLaw("four", doublingLaw(4))}
			p.Plants = []Plant[doubling, float64]{Planted("1.2", measured(1.2))}
		}, Refuted, 101, 1, "X = 7"},
		{"the correction must withstand it", printed, `{"X": 7}`, func(p *Property[doubling, float64]) {
			p.Law, p.Control, p.Measure = doublingLaw(5), doublingLaw(2), broken
		}, Undecided, 101, 101, "the check refutes the corrected law too"},
		{"it gives a rival no power", holding, `{"X": 7}`, func(p *Property[doubling, float64]) {
			p.Rivals[0] = WrongLaw("two but at 7", func(c doubling, m float64, j *Judge) error {
				j.Equal("2x", m, map[bool]float64{true: 0, false: 2 * c.X}[c.X == 7], Rounding(1, m))
				return nil
			})
		}, Undecided, 101, 0, `no power: the rival law "two but at 7" was not refuted`},
		{"outside the hypotheses", holding, `{"X": -1}`, func(p *Property[doubling, float64]) {
			p.Measure = func(c doubling) (float64, error) {
				if c.X < 0 {
					return 0, Invalid("x = %v is negative", c.X)
				}
				return 2 * c.X, nil
			}
		}, Undecided, 100, 0, "the kept case numbers/doubling@2fccb335 cannot be tried: case outside the hypotheses: x = -1 is negative"},
		{"a panic", holding, `{"X": -1}`, func(p *Property[doubling, float64]) {
			p.Measure = func(c doubling) (float64, error) { return []float64{1: 2 * c.X}[int(min(c.X, 1))], nil }
		}, Undecided, 100, 0, "cannot be tried: panic: "},
	} {
		p := doublingProperty(claimed(t, test.claim))
		test.alter(&p)
		s := madeUpSuite(p.Check())
		s.Corpus = kept(test.claim, test.draws)
		verdicts, err := s.Run(context.Background(), Options{Seed: 1, Run: regexp.MustCompile("^" + test.claim + "$")})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		v := verdicts[0]
		if v.Outcome != test.want || v.Cases != test.cases || v.Kept != test.cases-100 || v.Refuting != test.refuting {
			t.Errorf("%s: %s, %d cases, %d of them kept, %d refuting; want %s, %d, %d, %d: %s",
				test.name, v.Outcome, v.Cases, v.Kept, v.Refuting, test.want, test.cases, test.cases-100, test.refuting, v.Why)
		}
		if says := v.Why + v.Counterexample; !strings.Contains(says, test.says) {
			t.Errorf("%s: says %q, want %q", test.name, says, test.says)
		}
		if v.Outcome == Refuted && v.Counterexample != strings.NewReplacer(`{"`, "", `":`, " =", "}", "").Replace(string(v.Draws)) {
			t.Errorf("%s: draws %s of the counterexample at %s", test.name, v.Draws, v.Counterexample)
		}
	}
}

// TestCorpusIsReadBack: what is written is read, and a case is known however its draws are written.
func TestCorpusIsReadBack(t *testing.T) {
	c := kept(holding, `{"X": 0.1, "θ <": [-0, 1e-7]}`)
	c.Cases = append(c.Cases, Kept{printed, json.RawMessage(`{}`), "then", `so "there"`})
	for _, c := range []Corpus{c, {}} {
		var out strings.Builder
		if err := c.Write(&out); err != nil {
			t.Fatal(err)
		}
		back, err := ParseCorpus(c.Path, []byte(out.String()))
		if err != nil || len(back.Cases) != len(c.Cases) {
			t.Fatalf("%v, %d cases of %s", err, len(back.Cases), out.String())
		}
		for i := range c.Cases {
			if !reflect.DeepEqual(back.Cases[i], c.Cases[i]) {
				t.Errorf("read as %v, want %v", back.Cases[i], c.Cases[i])
			}
		}
	}
	same := Kept{Claim: holding, Draws: json.RawMessage(`{"θ <":[-0.0,10e-8],"X":1e-1}`)}
	other := Kept{Claim: holding, Draws: json.RawMessage(`{"θ <":[0,10e-8],"X":1e-1}`)}
	if c.Cases[0].Key() != same.Key() || c.Cases[0].Key() == other.Key() {
		t.Errorf("keys %s, %s of the same case; %s of another", c.Cases[0].Key(), same.Key(), other.Key())
	}
}

// TestCorpusIsRefused: the file is named and what is wrong with it, in one line; no case is passed over.
func TestCorpusIsRefused(t *testing.T) {
	one := func(fields string) string { return `{"schema": "assay corpus 1", "cases": [` + fields + `]}` }
	const whole = `{"claim": "numbers/doubling", "draws": {"X": 1}, "found": "then", "why": "so"}`
	for text, want := range map[string]string{
		"":                       "corpus.json: not JSON",
		one(whole)[:40]:          "corpus.json: not JSON",
		one(whole + "," + whole): "corpus.json: case 2, numbers/doubling@",
		one(whole + "," + strings.Replace(whole, "1}", "1.0}", 1)): "is there twice: want each once",
		one(strings.Replace(whole, `"why"`, `"who"`, 1)):           `unknown field "who"`,
		one(strings.Replace(whole, `"why"`, `"found"`, 1)):         `the key "found" is twice in cases[0]`,
		one(strings.Replace(whole, `"X": 1`, `"X": 1, "X": 2`, 1)): `the key "X" is twice in cases[0].draws`,
		one(strings.Replace(whole, `"so"`, `""`, 1)):               "want when it was found and why it is kept",
		one(strings.Replace(whole, `{"X": 1}`, `[1]`, 1)):          "case 1, of numbers/doubling: want its draws as an object",
		one(`{"draws": {}, "found": "a", "why": "b"}`):             "case 1 has no claim",
		`{"schema": "assay corpus 2", "cases": []}`:                `schema "assay corpus 2": want "assay corpus 1", as verify corpus add of this version writes`,
	} {
		_, err := ParseCorpus("corpus.json", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "corpus.json: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want one line with %q", text, err, want)
			continue
		}
		s := madeUpSuite(doublingProperty(claimed(t, holding)).Check())
		s.Corpus = Embedded("corpus.json", []byte(text))
		if _, run := s.Run(context.Background(), Options{Seed: 1}); run == nil || run.Error() != err.Error() {
			t.Errorf("%q: a run says %v, want %v", text, run, err)
		}
	}
	for _, test := range []struct{ claim, draws, want string }{
		{"numbers/none", `{"X": 1}`, "the suite does not hold its claim"},
		{printed, `{"X": 1}`, "its claim has no check"},
		{flipping, `{"case": 1}`, "its check is an experiment"},
		{holding, `{"Y": 1}`, `the draw "Y" is none of its check: want X`},
		{holding, `{}`, `no draw "X": want X`},
	} {
		s := madeUpSuite(doublingProperty(claimed(t, holding)).Check(), coin(claimed(t, flipping), 10_000, 0.1).Check())
		s.Corpus = kept(test.claim, test.draws)
		_, err := s.Run(context.Background(), Options{Seed: 1})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "corpus.json: the kept case "+test.claim+"@") {
			t.Errorf("%s %s: %v, want %s", test.claim, test.draws, err, test.want)
		}
	}
}
