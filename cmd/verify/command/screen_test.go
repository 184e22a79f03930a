package command

import (
	"strings"
	"testing"

	"assay/cmd/verify/form"
)

// TestColours: a terminal has them unless it cannot or is asked not to; nothing else has.
func TestColours(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, true}, {map[string]string{"NO_COLOR": "1"}, false}, {map[string]string{"NO_COLOR": ""}, true},
		{map[string]string{"TERM": "dumb"}, false}, {map[string]string{"TERM": "xterm"}, true},
	} {
		if got := coloured(func(name string) string { return test.env[name] }); got != test.want {
			t.Errorf("%v: %v", test.env, got)
		}
	}
	commands := [][]string{{"--run", "^pair/"}, {"list"}, {"plants", "--run", "^pair/"}, {"explain", "pair/lambda1-printed"}, {"golden", "--verbose"}, {"diff", oldReport, newReport}}
	for _, args := range commands {
		plain := call(t, fake(opposite), args...)
		p := fake(opposite)
		p.colour = true
		painted := call(t, p, args...)
		if strings.Contains(plain.stdout, "\x1b") || !strings.Contains(painted.stdout, "\x1b[1m") {
			t.Errorf("%q: colours in a pipe, or none on a terminal", args)
		}
		for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[32m", "\x1b[33m", "\x1b[1;31m"} {
			painted.stdout = strings.ReplaceAll(painted.stdout, code, "")
		}
		if painted.stdout != plain.stdout {
			t.Errorf("%q: without its colours a terminal has\n%s\na pipe\n%s", args, painted.stdout, plain.stdout)
		}
	}
}

// TestFits: the tables of every command fit a terminal of 80 columns, of 140 too.
func TestFits(t *testing.T) {
	for _, width := range []int{80, 140} {
		for _, args := range [][]string{{"--tier", "quick"}, {"list"}, {"plants", "--run", "^pair/"}, {"golden", "--verbose"}, {"golden", "--certified"}, {"diff", oldReport, newReport}} {
			p := fake(opposite)
			p.width = func() int { return width }
			for line := range strings.Lines(call(t, p, args...).stdout) {
				if n := form.Columns(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%q at %d: a line of %d: %s", args, width, n, line)
				}
			}
		}
	}
}
