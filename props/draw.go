package props

import (
	"flag"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// recorder is a rapid.TB outside go test. FailNow ends the goroutine it is
// called on, as testing's does; each use of rapid gets a recorder of its own.
type recorder struct {
	name   string
	failed bool
	last   string // the last message, should rapid fail
}

func (r *recorder) Helper()                   {}
func (r *recorder) Name() string              { return r.name }
func (r *recorder) Logf(f string, a ...any)   { r.last = fmt.Sprintf(f, a...) }
func (r *recorder) Log(a ...any)              { r.last = fmt.Sprint(a...) }
func (r *recorder) Skipf(f string, a ...any)  { r.Logf(f, a...); r.SkipNow() }
func (r *recorder) Skip(a ...any)             { r.Log(a...); r.SkipNow() }
func (r *recorder) SkipNow()                  { runtime.Goexit() }
func (r *recorder) Errorf(f string, a ...any) { r.Logf(f, a...); r.Fail() }
func (r *recorder) Error(a ...any)            { r.Log(a...); r.Fail() }
func (r *recorder) Fatalf(f string, a ...any) { r.Logf(f, a...); r.FailNow() }
func (r *recorder) Fatal(a ...any)            { r.Log(a...); r.FailNow() }
func (r *recorder) FailNow()                  { r.Fail(); runtime.Goexit() }
func (r *recorder) Fail()                     { r.failed = true }
func (r *recorder) Failed() bool              { return r.failed }

// oneRapid guards rapid's settings, which are flags of the whole process.
var oneRapid sync.Mutex

// underRapid runs prop on the given number of drawn cases. The cases depend on
// the seed alone.
func underRapid(name string, seed uint64, checks int, prop func(*rapid.T)) *recorder {
	oneRapid.Lock()
	defer oneRapid.Unlock()
	if flag.Lookup("test.short") == nil { // outside go test: rapid asks testing.Short
		testing.Init()
		if !flag.Parsed() {
			_ = flag.CommandLine.Parse(nil) // no arguments, hence no error
		}
	}
	if testing.Short() {
		checks *= 5 // rapid divides by five
	}
	settings := map[string]string{
		"rapid.seed":       strconv.FormatUint(max(seed, 1), 10), // 0 asks rapid for a random one
		"rapid.checks":     strconv.Itoa(checks),
		"rapid.nofailfile": "true",
		"rapid.failfile":   "",
		"rapid.shrinktime": "1h", // bounded by a count instead, so that time does not matter
	}
	for key, value := range settings {
		f := flag.Lookup(key)
		before := f.Value.String()
		if err := f.Value.Set(value); err != nil {
			panic(fmt.Sprintf("props: rapid's flag %s = %s: %v", key, value, err))
		}
		defer func() { _ = f.Value.Set(before) }()
	}
	r := &recorder{name: name}
	done := make(chan struct{})
	go func() { // of its own, for FailNow
		defer close(done)
		rapid.Check(r, prop)
	}()
	<-done
	return r
}

// drawCases draws the cases of a trial in the tier of the bench.
func drawCases[C, M any](b *bench, t *runnable[C, M]) ([]C, error) {
	want := t.cases.At(b.options.Tier)
	if want == 0 {
		return nil, nil
	}
	drawn := make([]C, 0, want)
	var lost error // the first panic of the generator
	r := underRapid(b.claim, Seed(b.options.Seed, b.claim), want, func(rt *rapid.T) {
		defer func() {
			if p := recover(); p != nil {
				if lost == nil && !rapids(p) {
					lost = panicked(p)
				}
				panic(p)
			}
		}()
		drawn = append(drawn, t.draw(rt))
	})
	if lost != nil { // rapid's words have many lines, and folders in them
		return nil, lost
	}
	if r.Failed() || len(drawn) < want {
		return nil, fmt.Errorf("rapid drew %d of %d cases: %s", len(drawn), want, r.last)
	}
	return drawn, nil
}

// rapids reports whether a value is one with which rapid itself ends a case: it filters a draw so.
func rapids(p any) bool { return strings.HasPrefix(reflect.TypeOf(p).PkgPath(), "pgregory.net/rapid") }

// shrinkRuns bounds the cases measured while shrinking.
const shrinkRuns = 3000

// shrinkCase finds a small drawn case that refutes the law, or reports that
// none of the drawn ones does.
func shrinkCase[C, M any](b *bench, t *runnable[C, M], drawn int) (small C, found bool) {
	if drawn == 0 {
		return small, false
	}
	left := drawn + shrinkRuns
	underRapid(b.claim, Seed(b.options.Seed, b.claim), drawn, func(rt *rapid.T) {
		c := t.draw(rt)
		if left--; left < 0 || b.ctx.Err() != nil {
			return
		}
		m, err := t.measured(b.lab(-1, b.alpha), t.measure, c)
		if err == nil && judged(t.law, c, m, &Judge{alpha: b.alpha}).Refuted() {
			small, found = c, true // rapid accepts a failing case only if it is smaller
			rt.Fatalf("refuted")
		}
	})
	return small, found
}

// Describe writes a case as a reader wants it: its String method, or its
// fields with the names of their tags `draw`, or their own, numbers in the shortest
// decimals that round-trip. The tag "-" leaves a field out.
func Describe(c any) string {
	if s, ok := c.(fmt.Stringer); ok {
		return s.String()
	}
	v := reflect.ValueOf(c)
	if v.Kind() != reflect.Struct {
		return fmt.Sprint(c)
	}
	return describeFields(v)
}

func describeFields(v reflect.Value) string {
	draws := drawsOf(v)
	parts := make([]string, len(draws))
	for i, d := range draws {
		parts[i] = d.name + " = " + describeValue(d.value)
	}
	return strings.Join(parts, ", ")
}

func describeValue(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case reflect.Slice, reflect.Array:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = describeValue(v.Index(i))
		}
		return "(" + strings.Join(items, ", ") + ")"
	case reflect.Struct:
		if v.CanInterface() {
			if s, ok := v.Interface().(fmt.Stringer); ok {
				return s.String()
			}
		}
		return "(" + describeFields(v) + ")"
	}
	return fmt.Sprint(v)
}
