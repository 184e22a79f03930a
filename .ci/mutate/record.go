package main

import (
	"cmp"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	begins = "<!-- the record, written by .ci/mutate; reasons are kept -->"
	ends   = "<!-- end of the record -->"
)

// record is what is known of a package.
type record struct {
	before, after string // the text around the record
	rows          map[string]row
	survivors     []survivor
}

// row is a file at a state.
type row struct {
	state  string
	counts [6]int // by outcome
}

// survivor is an error that no test saw.
type survivor struct {
	file, function, source, change, outcome, reason string
	line                                            int
}

func (s survivor) place() string {
	return result{site: site{file: s.file, function: s.function, source: s.source}, change: s.change}.place()
}

// state is the first digits of what git hash-object says of a text.
func state(text string) string {
	return fmt.Sprintf("%x", sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(text), text)))[:7]
}

var (
	rowLine      = regexp.MustCompile("^\\| `([^`]+)` \\| ([0-9a-f]{7}) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|")
	survivorLine = regexp.MustCompile("^\\| `([^`]+)` (\\d+), `([^`]+)` \\| `(.*)`: (.*?) \\| (lived|timed out|not reached) \\| (.*?) ?\\|$")
)

// read is the record in a file, if there is one.
func read(name string) (*record, error) {
	r := &record{rows: map[string]row{}}
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return r, nil
	} else if err != nil {
		return nil, err
	}
	text := string(data)
	from, to := strings.Index(text, begins), strings.Index(text, ends)
	if from < 0 || to < from {
		r.before = text
		return r, nil
	}
	r.before, r.after = text[:from], text[to+len(ends):]
	for line := range strings.Lines(text[from:to]) {
		line = strings.TrimSuffix(line, "\n")
		if m := rowLine.FindStringSubmatch(line); m != nil {
			this := row{state: m[2]}
			for i, o := range columns {
				this.counts[o], _ = strconv.Atoi(m[3+i])
			}
			r.rows[m[1]] = this
		}
		if m := survivorLine.FindStringSubmatch(line); m != nil {
			at, _ := strconv.Atoi(m[2])
			r.survivors = append(r.survivors, survivor{m[1], m[3], unescaped(m[4]), unescaped(m[5]), m[6], m[7], at})
		}
	}
	return r, nil
}

// columns is the outcomes in the order of the table.
var columns = []outcome{killed, elsewhere, lived, timedOut, notReached, notRun}

func escaped(s string) string   { return strings.NewReplacer("|", "\\|", "`", "′").Replace(s) }
func unescaped(s string) string { return strings.ReplaceAll(s, "\\|", "|") }

// take puts new results into the record. Of a file that was run only in part, whole is false, and what is not in results is kept.
func (r *record) take(results []result, texts map[string]string, whole bool) {
	reasons, old := map[string]string{}, map[string]outcome{}
	for _, s := range r.survivors {
		reasons[s.place()] = s.reason
		for o := range outcome(6) {
			if o.String() == s.outcome {
				old[s.place()] = o
			}
		}
	}
	fresh := map[string]row{}
	var list []survivor
	done := map[string]bool{}
	for _, x := range results {
		o := x.outcome
		if !whole && o == notRun { // it is as it was
			o = old[x.place()]
		}
		this, ok := fresh[x.file]
		if !ok {
			this = row{state: state(texts[x.file])}
			if !whole {
				this.counts = r.rows[x.file].counts
			}
		}
		if !whole {
			this.counts[old[x.place()]]--
		}
		this.counts[o]++
		fresh[x.file] = this
		done[x.place()] = true
		if o == lived || o == timedOut || o == notReached {
			list = append(list, survivor{x.file, x.function, x.source, x.change, o.String(), reasons[x.place()], x.line})
		}
	}
	for _, s := range r.survivors {
		if _, ok := fresh[s.file]; !ok || !whole && !done[s.place()] {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b survivor) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.change, b.change))
	})
	r.survivors = list
	for file, this := range fresh {
		r.rows[file] = this
	}
}

// write is the file with the record in its place.
func (r *record) write(name string) error {
	var b strings.Builder
	b.WriteString(r.before)
	b.WriteString(begins + "\n\n| file | state | killed | elsewhere | lived | timed out | not reached | not run |\n|---|---|---|---|---|---|---|---|\n")
	var all [6]int
	for _, file := range slices.Sorted(func(yield func(string) bool) {
		for f := range r.rows {
			if !yield(f) {
				return
			}
		}
	}) {
		this := r.rows[file]
		fmt.Fprintf(&b, "| `%s` | %s |", file, this.state)
		for _, o := range columns {
			fmt.Fprintf(&b, " %d |", this.counts[o])
			all[o] += this.counts[o]
		}
		b.WriteString("\n")
	}
	b.WriteString("| all | |")
	for _, o := range columns {
		fmt.Fprintf(&b, " %d |", all[o])
	}
	if seen := all[killed] + all[elsewhere]; seen+all[lived] > 0 {
		fmt.Fprintf(&b, "\n\nScore: killed of killed and lived, %.1f %%.\n", 100*float64(seen)/float64(seen+all[lived]))
	}
	b.WriteString("\n| place | error | outcome | why nothing changes |\n|---|---|---|---|\n")
	for _, s := range r.survivors {
		fmt.Fprintf(&b, "| `%s` %d, `%s` | `%s`: %s | %s | %s |\n", s.file, s.line, s.function, escaped(s.source), escaped(s.change), s.outcome, s.reason)
	}
	b.WriteString("\n" + ends + r.after)
	return os.WriteFile(name, []byte(b.String()), 0o644)
}
