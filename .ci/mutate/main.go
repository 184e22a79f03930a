package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// options is how a run is asked for.
type options struct {
	files, skip, claims string
	tests               string
	moved, lived, short bool
	workers             int
	budget              time.Duration
	out                 string
}

func main() {
	var o options
	flag.StringVar(&o.files, "files", "", "change only files whose name matches this `expression`")
	flag.StringVar(&o.skip, "skip", `^claims_|^doc\.go$`, "leave files alone whose name matches this `expression`")
	flag.StringVar(&o.tests, "tests", "", "`packages`, with commas, whose tests are run too: their kills are counted apart")
	flag.StringVar(&o.claims, "claims", "", "run the claims whose id matches this `expression` too, in the quick tier")
	flag.BoolVar(&o.moved, "moved", false, "change only files that are not in the record in their present state")
	flag.BoolVar(&o.lived, "lived", false, "run only what lived, timed out or was not reached in the record")
	flag.BoolVar(&o.short, "short", false, "run short tests")
	flag.IntVar(&o.workers, "workers", runtime.NumCPU(), "so many errors at a time")
	flag.DurationVar(&o.budget, "budget", 0, "end after this `time`, which begins when all is built and measured; what is not run by then is a sample without choice")
	flag.StringVar(&o.out, "o", "", "write the record to this `file`, instead of MUTATIONS.md of the package")
	flag.Parse()
	if flag.NArg() != 1 || o.workers < 1 || o.budget < 0 {
		fmt.Fprintf(os.Stderr, "mutate: %d packages, %d workers, budget %v, want one package, at least one worker, no negative time\n", flag.NArg(), o.workers, o.budget)
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// run makes the record of a package.
func run(ctx context.Context, o options, pattern string) error {
	files, err1 := regexp.Compile(o.files)
	skip, err2 := regexp.Compile(o.skip)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	list, err := listed(false, pattern)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return fmt.Errorf("%q is %d packages, want one", pattern, len(list))
	}
	if o.out == "" {
		o.out = filepath.Join(list[0].Dir, "MUTATIONS.md")
	}
	known, err := read(o.out)
	if err != nil {
		return err
	}
	survivors, within := map[string]bool{}, map[string]bool{}
	for _, s := range known.survivors {
		survivors[s.place()], within[s.file] = true, true
	}
	s, err := load(pattern, func(name string) bool { return files.MatchString(name) && (o.skip == "" || !skip.MatchString(name)) })
	if err != nil {
		return err
	}
	var chosen []string
	for _, name := range s.files {
		if o.moved && known.rows[name].state == state(s.text[name]) || o.lived && !within[name] {
			continue
		}
		chosen = append(chosen, name)
	}
	s.files = chosen
	if len(s.files) == 0 {
		fmt.Fprintln(os.Stderr, "mutate: no file to change")
		return nil
	}

	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	plain, traced, sites, out, err := s.build(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d places, %d lines left out\n", len(sites), out)
	probes, err := tests(s.pkg, true, o.short, dir, plain, traced)
	if err != nil {
		return err
	}
	if o.tests != "" {
		others, err := listed(false, strings.Split(o.tests, ",")...)
		if err != nil {
			return err
		}
		for _, p := range others {
			more, err := tests(p, false, o.short, dir, plain, traced)
			if err != nil {
				return err
			}
			probes = append(probes, more...)
		}
	}
	if o.claims != "" {
		p, err := claims(o.claims, dir, plain, traced)
		if err != nil {
			return err
		}
		probes = append(probes, p)
	}
	ready, err := measure(ctx, probes, dir)
	if err != nil {
		return err
	}
	if o.budget > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, o.budget)
		defer stop()
	}
	results := tryAll(ctx, ready, sites, func(r result) bool { return !o.lived || survivors[r.place()] }, o.workers)
	known.take(results, s.text, !o.lived)
	return known.write(o.out)
}
