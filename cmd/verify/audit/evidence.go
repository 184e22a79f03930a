package audit

import (
	"fmt"
	"math"
	"slices"

	"assay/props/audit"
)

// kind is what a table holds.
type kind int

const (
	times kind = iota
	trajectories
)

// kindOf tells by the columns.
func (t *table) kindOf() (kind, error) {
	has := func(names ...string) bool {
		for _, n := range names {
			if t.column(n) < 0 {
				return false
			}
		}
		return true
	}
	switch {
	case has("tau"):
		return times, nil
	case has("t", "m"):
		return trajectories, nil
	}
	return 0, fmt.Errorf("%s: columns %s, want run,tau for hitting times or run,t,m for trajectories", t.file, shortened(fmt.Sprint(t.columns)))
}

// whole is a cell that counts something.
func (t *table) whole(row, column int) (int, error) {
	x := t.rows[row][column]
	if x != math.Trunc(x) || x < 0 || x > 1<<53 {
		return 0, t.fail(row, column, "%v, want a whole number ≥ 0", x)
	}
	return int(x), nil
}

// only refuses columns that nothing is done with, which might have been meant.
func (t *table) only(names ...string) error {
	for _, c := range t.columns {
		if !slices.Contains(names, c) {
			return fmt.Errorf("%s: column %q, want only %v", t.file, shortened(c), names)
		}
	}
	return nil
}

// hittingTimes is the times by N.
func (t *table) hittingTimes(level float64, horizon int) (all []audit.Times, err error) {
	if err := t.only("run", "tau", "n", "censored"); err != nil {
		return nil, err
	}
	tau, n, censored, run := t.column("tau"), t.column("n"), t.column("censored"), t.column("run")
	at := map[int]int{}
	type key struct{ n, run int }
	seen := map[key]bool{}
	for row := range t.rows {
		k := key{}
		if n >= 0 {
			if k.n, err = t.whole(row, n); err != nil {
				return nil, err
			}
			if k.n == 0 {
				return nil, t.fail(row, n, "0, want a dimension")
			}
		}
		if run >= 0 {
			if k.run, err = t.whole(row, run); err != nil {
				return nil, err
			}
			if seen[k] {
				return nil, t.fail(row, run, "run %d a second time", k.run)
			}
			seen[k] = true
		}
		i, ok := at[k.n]
		if !ok {
			i = len(all)
			at[k.n] = i
			all = append(all, audit.Times{N: k.n, Level: level, Horizon: horizon})
		}
		value := t.rows[row][tau]
		if value < 0 {
			return nil, t.fail(row, tau, "%v, want a number of steps ≥ 0, or inf", value)
		}
		if censored >= 0 && t.rows[row][censored] != 0 {
			switch {
			case t.rows[row][censored] != 1:
				return nil, t.fail(row, censored, "%v, want 0 or 1", t.rows[row][censored])
			case math.IsInf(value, 1):
				return nil, t.fail(row, tau, "inf and censored, want the step at which the run was given up")
			}
			if c := int(min(value, 1<<53)); all[i].Horizon == 0 || c < all[i].Horizon {
				all[i].Horizon = c // beyond it nothing is known of this run, and no run is asked
			}
			value = math.Inf(1)
		}
		all[i].Tau = append(all[i].Tau, value)
	}
	return all, nil
}

// overlaps is the trajectories by run.
func (t *table) overlaps() (all []audit.Trajectory, err error) {
	if err := t.only("run", "t", "m"); err != nil {
		return nil, err
	}
	run, at, m := t.column("run"), t.column("t"), t.column("m")
	index := map[int]int{}
	for row := range t.rows {
		r := 0
		if run >= 0 {
			if r, err = t.whole(row, run); err != nil {
				return nil, err
			}
		}
		time, err := t.whole(row, at)
		if err != nil {
			return nil, err
		}
		i, ok := index[r]
		if !ok {
			i = len(all)
			index[r] = i
			all = append(all, audit.Trajectory{})
		}
		tr := &all[i]
		if k := len(tr.Times); k > 0 && time <= tr.Times[k-1] {
			return nil, t.fail(row, at, "%d after %d in run %d, want rising times", time, tr.Times[k-1], r)
		}
		if x := t.rows[row][m]; math.IsInf(x, 0) {
			return nil, t.fail(row, m, "%v, want a finite number", x)
		}
		tr.Times, tr.Overlaps = append(tr.Times, time), append(tr.Overlaps, t.rows[row][m])
	}
	return all, nil
}
