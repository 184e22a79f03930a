package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"assay/props"
)

// echoTool is a tool that uses all that a console has.
var echoTool = Tool{
	Use: "echo WORD", Short: "say a word", Long: "Says a word.",
	Complete: func(_ []string, begun string) []string { return []string{begun + "o"} },
	Prepare: func(set *pflag.FlagSet) func(context.Context, *Console, []string) error {
		format, seed, tier := Formats(set, "text", "json", "csv"), Seed(set), TierOf(set, props.Quick)
		out := set.String("out", "", "a file")
		return func(ctx context.Context, c *Console, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("echo: got %d arguments, want one word", len(args))
			}
			if err := c.Claim("out", *out); err != nil {
				return err
			}
			c.Begins("thinking")
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fmt.Fprintf(c.Out(), "%s %s %d %v %s\n", args[0], format(), seed(), tier(), c.Self())
			if err := c.Now(); err != nil {
				return err
			}
			fmt.Fprintf(c.Out(), "watched %v\n", c.Watched())
			c.Ends(Incomplete)
			if *out == "" {
				return nil
			}
			return c.Write(*out, func(w io.Writer) error { _, err := io.WriteString(w, args[0]); return err })
		}
	},
}

func tooled() *program {
	p := genuine()
	Tools(echoTool)(p)
	return p
}

func TestTool(t *testing.T) {
	path := filepath.Join(t.TempDir(), "word")
	got := call(t, tooled(), "echo", "hello", "--seed", "7", "--format", "csv", "--out", path)
	if want := "hello csv 7 quick go run ./cmd/verify\nwatched false\n"; got.code != exitIncomplete || got.stdout != want {
		t.Errorf("code %d, output %q, want %d, %q; %s", got.code, got.stdout, exitIncomplete, want, got.stderr)
	}
	if !strings.Contains(got.stderr, "verify: thinking\n") {
		t.Errorf("standard error %q does not say what takes a while", got.stderr)
	}
	if wrote, err := os.ReadFile(path); err != nil || string(wrote) != "hello" {
		t.Errorf("file holds %q, %v, want hello", wrote, err)
	}
	watched := tooled()
	watched.watched = true
	if got := call(t, watched, "echo", "a"); got.stdout != "a text 1 quick go run ./cmd/verify\nwatched true\n" {
		t.Errorf("on a terminal: %q", got.stdout)
	}
	if got := call(t, tooled(), "help", "echo"); !strings.Contains(got.stdout, "Says a word.") || !strings.Contains(got.stdout, "--tier") {
		t.Errorf("help says %q", got.stdout)
	}
	if got := call(t, tooled(), "__complete", "echo", "hell"); !strings.HasPrefix(got.stdout, "hello\n") {
		t.Errorf("completion proposes %q", got.stdout)
	}
}

func TestToolRefuses(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"echo"}, "echo: got 0 arguments, want one word"},
		{[]string{"echo", "a", "--format", "html"}, `--format "html": want text, json or csv`},
		{[]string{"echo", "a", "--seed", "-1"}, `--seed "-1": want a whole number`},
		{[]string{"echo", "a", "--tier", "fast"}, `"fast"`},
		{[]string{"echo", "a", "--out", "/nowhere/x"}, `--out "/nowhere/x": cannot write`},
		{[]string{"echo", "a", "--outt", "x"}, "unknown flag: --outt"},
	} {
		got := call(t, tooled(), test.args...)
		if got.code != exitUsage || !strings.Contains(got.stderr, test.want) || strings.Count(got.stderr, "\n") != 1 || got.stdout != "" {
			t.Errorf("%q: code %d, output %q, error %q, want 2 and one line with %q", test.args, got.code, got.stdout, got.stderr, test.want)
		}
	}
}

func TestToolInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(interruption{15})
	p := tooled()
	var stdout, stderr strings.Builder
	p.stdout, p.stderr = &stdout, &stderr
	if code := p.verify(ctx, []string{"echo", "a"}); code != 143 || !strings.Contains(stderr.String(), "interrupted; what it had is lost") {
		t.Errorf("code %d, error %q, want 143 and a word of the loss", code, stderr.String())
	}
}
