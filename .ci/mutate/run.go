package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// outcome is what became of an error.
type outcome int

const (
	notRun     outcome = iota // the time was over
	killed                    // by a test of the package
	elsewhere                 // by what -tests and -claims name alone
	lived                     // nothing that executes it failed
	timedOut                  // something took too long, and nothing failed before
	notReached                // nothing executes it
)

func (o outcome) String() string {
	return [...]string{"not run", "killed", "elsewhere", "lived", "timed out", "not reached"}[o]
}

// measured is a probe with its own time and the switches it goes through.
type measured struct {
	probe
	took time.Duration
	met  map[int]bool
}

// command is a run of a probe with an error switched on; the process and what it starts end with the context.
func command(ctx context.Context, dir string, args []string, env ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	c.WaitDelay = time.Second
	return c
}

// measure runs every probe once with all errors off, and once more to see what it goes through. One that fails as it is
// cannot see an error, and is left out.
func measure(ctx context.Context, probes []probe, dir string) (list []measured, err error) {
	for _, p := range probes {
		begun := time.Now()
		if out, err := command(ctx, p.dir, p.plain, "MUTANT=0").CombinedOutput(); err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			fmt.Fprintf(os.Stderr, "%s fails behind the switches, all off, and is left out: %v\n%s\n", p.name, err, tail(string(out)))
			continue
		}
		m := measured{p, time.Since(begun), map[int]bool{}}
		fmt.Fprintf(os.Stderr, "%s: %.2f s\n", p.name, m.took.Seconds())
		trace := filepath.Join(dir, "trace")
		_ = command(ctx, p.dir, p.traced, "MUTANT=0", "MUTANT_TRACE="+trace).Run() // slow enough to fail a test of speed
		text, err := os.ReadFile(trace)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		for _, line := range strings.Fields(string(text)) {
			i, err := strconv.Atoi(line)
			if err != nil {
				return nil, fmt.Errorf("mutate: trace of %s: %w", p.name, err)
			}
			m.met[i] = true
		}
		if err := os.Remove(trace); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		list = append(list, m)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	slices.SortStableFunc(list, func(a, b measured) int {
		if a.own != b.own {
			if a.own {
				return -1
			}
			return 1
		}
		return int(a.took - b.took)
	})
	return list, nil
}

func tail(s string) string { return s[max(0, len(s)-600):] }

// try runs the probes that execute a site with its error on, until one fails.
func try(ctx context.Context, probes []measured, at site, number int) (o outcome, by string) {
	o = notReached
	for _, p := range probes {
		if !p.met[at.first] {
			continue
		}
		if o == notReached {
			o = lived
		}
		limit, stop := context.WithTimeout(ctx, 10*p.took+2*time.Second)
		err := command(limit, p.dir, p.plain, "MUTANT="+strconv.Itoa(number)).Run()
		late := limit.Err() != nil
		stop()
		switch {
		case ctx.Err() != nil:
			return notRun, ""
		case late:
			return timedOut, p.name
		case err != nil && p.own:
			return killed, p.name
		case err != nil:
			return elsewhere, p.name
		}
	}
	return o, ""
}

// result is an error with its outcome. Of errors that read alike in one function all but the first have an ordinal
// behind their change.
type result struct {
	site
	change string
	number int
	outcome
	by string
}

// place is what an error is known by when lines have moved.
func (r result) place() string {
	return fmt.Sprintf("%s|%s|%s|%s", r.file, r.function, r.source, r.change)
}

// tryAll runs all errors that wanted admits, in an order that is mixed but always the same, so that what is not run when the
// time is over is no kind of its own.
func tryAll(ctx context.Context, probes []measured, sites []site, wanted func(result) bool, workers int) []result {
	var list []result
	seen := map[string]int{}
	for _, s := range sites {
		for i, change := range s.changes {
			r := result{site: s, change: change, number: s.first + i}
			like := r.place()
			if seen[like]++; seen[like] > 1 {
				r.change = fmt.Sprintf("%s (%d)", change, seen[like])
			}
			if wanted(r) {
				list = append(list, r)
			}
		}
	}
	mixed := func(r result) uint64 {
		h := fnv.New64a()
		fmt.Fprint(h, r.place(), r.line, r.column)
		return h.Sum64()
	}
	order := slices.SortedFunc(slices.Values(indices(len(list))), func(a, b int) int {
		if mixed(list[a]) < mixed(list[b]) {
			return -1
		}
		return 1
	})
	var (
		wait sync.WaitGroup
		lock sync.Mutex
		next int
	)
	begun, counts := time.Now(), map[outcome]int{}
	for range workers {
		wait.Go(func() {
			for {
				lock.Lock()
				if next == len(order) || ctx.Err() != nil {
					lock.Unlock()
					return
				}
				r := &list[order[next]]
				next++
				lock.Unlock()
				o, by := try(ctx, probes, r.site, r.number)
				lock.Lock()
				r.outcome, r.by = o, by
				counts[o]++
				if o != killed && o != elsewhere {
					fmt.Fprintf(os.Stderr, "%s:%d:%d: %s: %s: %v %s\n", r.file, r.line, r.column, r.source, r.change, o, by)
				}
				if next%50 == 0 {
					fmt.Fprintf(os.Stderr, "%v: %d of %d: %v\n", time.Since(begun).Round(time.Second), next, len(list), counts)
				}
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	return list
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
