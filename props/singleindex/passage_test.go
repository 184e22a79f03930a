package singleindex

import (
	"context"
	"flag"
	"math"
	"testing"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

var long = flag.Bool("long", false, "follow the chains of every point of TestPassageOfHeavyTails")

// Near the critical step size a gradient with tails as heavy as those of He₃ leaves the diffusion: at N = 47 and
// δ = .0016045 that takes half as long again as the chain. [theory.Passage] is then the law of the chain, and
// so it must be at every step size from half the critical one, δ ≈ .011/√N, to half above it: 4096 chains
// each, to DKW's band and nothing but the law's own accuracy. The band refutes the diffusion at N = 47 (see theory).
func TestPassageOfHeavyTails(t *testing.T) {
	row, err := hermiteRow(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	const eta, chains, alpha = 0.5, 4096, 1e-6
	for _, c := range []struct {
		n     int
		delta float64
		quick bool
	}{
		{20, .00246, true}, {20, .00123, true},
		{47, .0024, false}, {47, .0016045, true}, {47, .0008, false},
		{100, .0011, false}, {100, .00055, false},
		{211, .0008, false}, {211, .0004, false},
	} {
		if !c.quick && !*long {
			continue
		}
		law, err := passageLaw(row, c.n, c.delta, theory.PassageStart{}, eta, 0.7)
		if err != nil {
			t.Fatal(err)
		}
		cap, err := law.Quantile(0.6)
		if err != nil {
			t.Fatal(err)
		}
		slack, err := passageSlack(row, c.n, c.delta, eta, law)
		if err != nil {
			t.Fatal(err)
		}
		schedule, err := sim.NewConstant(c.delta)
		if err != nil {
			t.Fatal(err)
		}
		lab := props.NewLab(context.Background(), props.Options{Tier: props.Quick, Seed: 1}, "passage/heavy-tails", alpha)
		seen, err := runChains(lab, 0, chains, sim.ChainRun{
			Model: row.model, N: c.n, Schedule: schedule,
			Watch: sim.Watch{Low: eta, High: eta, Steps: int(cap), Until: sim.UntilSearch},
		})
		if err != nil {
			t.Fatal(err)
		}
		j := props.NewJudge(alpha)
		j.Passages("τ", searchTimes(seen), math.Floor(cap), law.CDF, slack, 0.2)
		read := j.Reading()
		t.Logf("N = %3d  δ = %-9v  distance %.4f, accuracy %.4f", c.n, c.delta, read.Worst.Got, law.Accuracy)
		if read.Undecided != "" || read.Refuted() {
			t.Errorf("N = %d, δ = %v: %v %s", c.n, c.delta, read.Worst, read.Undecided)
		}
	}
}
